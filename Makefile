# make demo   build everything and run the main job on the sample articles
# make test   install what the tests need and run all of them

GO     ?= go
SHARED ?= ../shared
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
UI     := queries/web/ui
BIN    := bin/entente
FUZZTIME ?= 30s

.PHONY: all build web test setup race test-arm64 lint fuzz bench bench-cayley bench-taggers torture torture-corpus cover golden eval data model demo clean

all: build

build: web
	$(GO) build -o $(BIN) ./cmd/entente

web: queries/web/dist/index.html

queries/web/dist/index.html: $(UI)/package-lock.json $(shell find $(UI)/src -type f 2>/dev/null)
	cd $(UI) && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

demo: build
	@bash cmd/entente/demo.sh $(BIN)

test: setup lint build race
	cd $(UI) && ENTENTE_BIN=$(CURDIR)/$(BIN) npm test

# The Debian packages that tests use: a browser, a database server, and readers of RDF that are not ours.
PACKAGES := chromium postgresql raptor2-utils serdi python3-rdflib

setup:
	@missing=; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi

race:
	$(GO) test -race -timeout 14m ./...

# The kernels for arm64, where they are emulated (Debian package qemu-user).
test-arm64:
	GOARCH=arm64 $(GO) test -exec qemu-aarch64 ./loader/syntax/internal/model

lint:
	@out=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$out" ] || { echo "gofmt would change:"; echo "$$out"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# Every fuzz test for FUZZTIME each.
fuzz:
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	  echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Kills, power cuts, failing disks and damaged files at length: about an hour, power cuts and full disks as root only.
# PART=2/8 does the second of eight parts.
torture:
	ENTENTE_TORTURE=$(or $(PART),1) $(GO) test -timeout 3h -v -run 'Kill|PowerCut|FailingDisk|DiskFull|Damage|Concurrent' ./graph

# The news of SHARED loaded three times, in another order each time and with a fifth of it twice: one and the same export.
torture-corpus: build
	@[ -d $(SHARED)/data/news ] || { echo "make torture-corpus needs the news: no folder $(SHARED)/data/news (set SHARED=...)"; exit 1; }
	bash graph/internal/corpus.sh $(BIN) $(SHARED) $(ARTICLES)

# Loading beside Cayley's own loader, same quads, same data base, one run. Its module is not part of ours.
bench-cayley:
	cd graph/internal/bench-cayley && $(GO) build -o $(CURDIR)/bin/cayley github.com/cayleygraph/cayley/cmd/cayley && $(GO) run . -cayley $(CURDIR)/bin/cayley

# The parser beside taggers of others, same text, one run. Its module is not part of ours.
bench-taggers:
	cd loader/syntax/internal/bench-taggers && npm install --no-package-lock --no-audit --no-fund --loglevel=error && $(GO) run .

cover:
	$(GO) test -coverprofile cover.out ./... && $(GO) tool cover -func cover.out | tail -1

# Rewrite the wanted results of the golden files; the diff shows the effect of a change.
golden:
	$(GO) test ./loader -run Golden -update

# Score the binary over the development gold, which is not part of the repository.
eval: build
	@[ -d $(SHARED)/gold ] || { echo "make eval needs the development gold: no folder $(SHARED)/gold (set SHARED=...)"; exit 1; }
	bash cmd/entente/eval.sh $(BIN) $(SHARED) eval-out

# Make the gazetteer again from the fact tables and our own.
data:
	@[ -d $(SHARED)/data/gazetteer ] || { echo "make data needs the fact tables: no folder $(SHARED)/data/gazetteer (set SHARED=...)"; exit 1; }
	$(GO) run ./graph/gazetteer/internal/gen -facts $(SHARED)/data/gazetteer

# Train the language model again: some hours on one core. See loader/syntax/MODEL.md.
model:
	@[ -d $(SHARED)/data/treebank ] || { echo "make model needs the treebanks: no folder $(SHARED)/data/treebank (set SHARED=...)"; exit 1; }
	$(GO) run ./loader/syntax/internal/train/cmd -data $(SHARED)/data

clean:
	rm -rf bin queries/web/dist cover.out eval-out
