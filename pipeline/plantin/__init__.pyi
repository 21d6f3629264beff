from plantin.proof.python_api import Built as Built
from plantin.proof.python_api import Checked as Checked
from plantin.proof.python_api import Finding as Finding
from plantin.proof.python_api import PlantinError as PlantinError
from plantin.proof.python_api import Report as Report
from plantin.proof.python_api import build as build
from plantin.proof.python_api import check as check

__version__: str
