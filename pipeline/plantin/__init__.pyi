from plantin.proof.python_api import BuiltEdition as BuiltEdition
from plantin.proof.python_api import CheckResult as CheckResult
from plantin.proof.python_api import Finding as Finding
from plantin.proof.python_api import PlantinError as PlantinError
from plantin.proof.python_api import Report as Report
from plantin.proof.python_api import build as build
from plantin.proof.python_api import check as check

__version__: str
