# What there is to do with this repository, each in one command; `make help` lists it. The go command fetches the
# modules it needs by itself, once; after that everything but a first `make test` works without a network.

SHELL   := bash
BROWSER := generator/testdata/browser
# Only tests that drive a page need packages of npm; without a lock file there are none to install.
NPM     := $(if $(wildcard $(BROWSER)/package-lock.json),$(BROWSER)/node_modules/.package-lock.json)
FUZZTIME ?= 60s
PAIRS    ?= 20000

.PHONY: site pdf preview build check test pairs mutants setup lint vulnerabilities bench measure fuzz clean help need-go
.DEFAULT_GOAL := site

site: build ## build the site from content/ into public/ (the default); PDF=1 makes the PDFs, too
	./minutebook build
	$(if $(PDF),@$(MAKE) --no-print-directory pdf)

# They are no part of the site: what is published, and looked through before, is public/.
pdf: $(NPM) ## print each set of minutes in public/ to a PDF in pdf/, by Chromium
	@[ -d public ] || { echo "there is no public/ yet: make site builds it" >&2; exit 1; }
	@command -v node >/dev/null && command -v chromium >/dev/null || { echo "a PDF is printed by Chromium, from Node: install chromium and nodejs" >&2; exit 1; }
	node $(BROWSER)/pdf.mjs public pdf "$$(command -v chromium)"

preview: build ## draft: serve content/ on this machine, shown anew at every save
	./minutebook preview

check: build ## say what is wrong, or could be better, in content/
	./minutebook check

build: need-go ## build the command ./minutebook
	go build -o minutebook ./generator

test: setup lint vulnerabilities ## install what the tests need, lint, and run every test
	go test -race -timeout 60m ./...
	$(MAKE) --no-print-directory pairs mutants

# Those two need all the time that there is, so they are done without the race detector.
pairs: need-go ## compare PAIRS pairs of random contents (20000) that differ only in what is withheld
	go test ./generator -count=1 -timeout 30m -v -run '^TestTwoRuns$$' -pairs $(PAIRS)

mutants: need-go ## break each defence, and see which test notices
	go test ./generator -count=1 -timeout 30m -v -run '^TestMutants$$' -mutants

lint: need-go ## gofmt, go vet, staticcheck
	@unformatted=$$(gofmt -l generator templates) && [ -z "$$unformatted" ] || { echo "gofmt -w is needed for:" $$unformatted; exit 1; }
	go vet ./...
	go tool staticcheck ./...

# The database of vulnerabilities is on the network, where it may be out of reach: that is no fault of the code, and is
# told apart from a finding (exit code 3) and from code that cannot be analysed.
vulnerabilities: need-go ## look for known vulnerabilities in what is called
	@code=0; report=$$(go tool govulncheck ./... 2>&1) || code=$$?; \
	if [ $$code = 0 ]; then echo "govulncheck: nothing known is called"; \
	elif [ $$code = 1 ] && grep -q 'fetching vulnerabilities' <<<"$$report"; then \
		echo "govulncheck: not done, as its database cannot be reached"; \
	else echo "$$report"; exit $$code; fi

bench: need-go ## run the benchmarks; TMPDIR=/dev/shm leaves the disk out of them
	go test -run '^$$' -bench . -skip '^BenchmarkRegisters$$' -benchmem ./...

measure: setup ## how long a reader waits for registers of 2000 to 50000 rows, in a real browser
	go test ./generator -run '^$$' -bench '^BenchmarkRegisters$$' -benchtime 1x -timeout 60m

# Making an input smaller is left at a few tries: some targets find a new one at every other run.
fuzz: need-go ## run every fuzz target for FUZZTIME (60s)
	@set -euo pipefail; packages=$$(go list ./...); \
	for package in $$packages; do \
		targets=$$(go test -list '^Fuzz' $$package | sed -n '/^Fuzz/p'); \
		for target in $$targets; do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package; \
		done; \
	done

clean: ## remove the command, public/, pdf/ and the test packages
	rm -rf minutebook public pdf $(BROWSER)/node_modules

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

need-go:
	@command -v go >/dev/null || { echo "Go 1.26 or later is needed: install it from https://go.dev/dl/" >&2; exit 1; }

# The tests open the built pages in a real browser, and -race needs a C compiler. Debian's packages are installed where
# they are missing; elsewhere the message says what to install.
setup: need-go $(NPM)
	@command -v node >/dev/null || $(call install,nodejs)
	@command -v chromium >/dev/null || $(call install,chromium)
	@command -v gcc >/dev/null || $(call install,gcc libc6-dev)

$(BROWSER)/node_modules/.package-lock.json: $(BROWSER)/package-lock.json
	@command -v npm >/dev/null || $(call install,npm)
	npm ci --prefix $(BROWSER) --no-audit --no-fund
	@touch $@

define install
{ command -v apt-get >/dev/null || { echo "the tests need $(1): install it, so that it is on the PATH" >&2; exit 1; }; \
	as=; [ "$$(id -u)" = 0 ] || as=$$(command -v sudo); \
	$$as apt-get update && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(1); }
endef
