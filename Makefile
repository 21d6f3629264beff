# Plantin. Two commands do everything: `make` (set-up and all editions) and `make test`; `make quick` is its short form, `make proof` the whole.

PLANTIN := .venv/bin/plantin
TAGS := [a-z][a-z] [a-z][a-z][a-z] [a-z][a-z]-[A-Z][A-Z] [a-z][a-z]-[A-Z][a-z][a-z][a-z]
LANGUAGES := $(notdir $(patsubst %/locale.toml,%,$(wildcard $(TAGS:%=locales/%/locale.toml))))
LARGE := $(foreach size,large large-20 large-24,$(size) $(size)-sans $(size)-dark $(size)-sans-dark)
FORMATS := pdf docx epub html ua2 $(LARGE) print txt md brf pef ebrl akn audio

# Names and numbers that somebody gives are text: they reach the shell through the environment, and neither make nor the shell reads them.
$(foreach name,VERSION SIGN SINCE KEY,$(eval override $(name) := $$(value $(name))))
export VERSION SIGN SINCE KEY PYTHON
%: export TARGET = $@

# Each edition is made in a process of its own: without compiled modules, each would compile all of them first.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: all editions manual check release verify test quick proof lowest hostile lint bench api extension clean tools validators $(LANGUAGES) $(FORMATS)

all: editions

editions: .venv/.press
	@$(PLANTIN) build

# make fr, make pdf, make fr-pdf: one language, one format, one edition of every report
$(LANGUAGES): .venv/.press
	@$(PLANTIN) build --language "$$TARGET"

brf pef ebrl audio: .venv/.speech

$(FORMATS): .venv/.press
	@$(PLANTIN) build --format "$$TARGET"

define pair
.PHONY: $(1)-$(2)
$(1)-$(2): export TARGET = $(1)
$(1)-$(2): export FORMAT = $(2)
$(1)-$(2): .venv/.press
	@$$(PLANTIN) build --language "$$$$TARGET" --format "$$$$FORMAT"
endef
$(foreach language,$(LANGUAGES),$(foreach format,$(FORMATS),$(eval $(call pair,$(language),$(format)))))

check: .venv/.press .validators/.installed
	@$(PLANTIN) check --validators

# VERSION=1.0 [SIGN=minisign.key] [SINCE=0.9] make release
release: .venv/.press .validators/.installed
	@$(PLANTIN) release $${SIGN:+--sign="$$SIGN"} $${SINCE:+--since="$$SINCE"} -- "$$VERSION"

# VERSION=1.0 [KEY=minisign.pub] make verify
verify: .venv/.press
	@$(PLANTIN) verify --rebuild $${KEY:+--key="$$KEY"} "release/$$VERSION"

# How to write a report (docs/source.md), printed by the press itself into build/manual/build
manual: .venv/.press
	@.venv/bin/python setup/manual.py build/manual
	@$(PLANTIN) build --root build/manual
	@$(PLANTIN) check --root build/manual

# Whether the press is right; what every change must pass.
test: .venv/.tools .validators/.installed
	@sh setup/test.sh

# What takes minutes, for the hand. It needs no validators.
quick: .venv/.tools
	@sh setup/test.sh quick

# Everything: all spoilt editions, houses from nothing, releases made twice, all editions before all validators, the lowest layout engine.
proof: .venv/.tools .validators/.installed
	@sh setup/test.sh proof

# The tests of pages with the lowest version of the layout engine that pyproject.toml admits.
lowest: .venv/.tools
	@sh setup/lowest.sh

# Everything made to do harm, the slow cases too.
hostile: .venv/.tools .validators/.installed
	@.venv/bin/pytest -q -n 2 --tier all tests/hostile tests/bounded tests/packs/publish/test_faults.py tests/test_guard.py

bench: .venv/.tools
	@.venv/bin/python bench/editions.py
	@.venv/bin/python bench/peers.py

# The API from the docstrings, as web pages: build/api/index.html
api: .venv/.tools
	@.venv/bin/pdoc --output-directory build/api plantin

# The extension for Visual Studio Code, without a network: dist/plantin-VERSION.vsix
extension:
	@"$${PYTHON:-python3}" setup/extension.py dist

clean:
	rm -rf build release

tools: .venv/.tools

validators: .validators/.installed

# What the press needs to make editions: an environment in .venv and the system's text layout library.
.venv/.press: pyproject.toml requirements.lock setup/press.sh
	@sh setup/press.sh

# What braille and sound are made with: liblouis and its tables, espeak-ng, lame.
.venv/.speech: .venv/.press setup/speech.sh setup/system.sh
	@sh setup/speech.sh

# What the tests need besides: checkers, and programs that read editions independently of the press.
.venv/.tools: .venv/.press .venv/.speech setup/tools.sh setup/system.sh
	@sh setup/tools.sh

# What judges editions by the standards they claim: an environment of its own, with Java and Node in it, and a browser of the system.
.validators/.installed: .venv/.press setup/validators.sh setup/system.sh pipeline/plantin/validators/packages/package-lock.json pipeline/plantin/validators/packages/requirements.lock
	@sh setup/validators.sh
