# 准绳 zhunsheng. `make help` lists the targets. Python 3.11+ and Node 20+ are all that must be there beforehand.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first interpreter on the path that is new enough; looked for only when the environment is made.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
STAMPS := .stamps
HOST ?= 127.0.0.1
PORT ?= 8000
GUIDE ?=
# Tests run in as many processes as there are cores, at most four; a file's tests stay together.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); echo $$((n > 4 ? 4 : n)))
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# What of pyproject.toml's extras the tests get; .ci/run wants the reading of scanned pages (ocr) too.
EXTRAS ?= dev
ifneq ($(origin ZHUNSHENG_HOME),undefined)
export ZHUNSHENG_HOME
endif

# A change of Python code touches neither of these, so it never asks for pip or npm again.
FRONTEND := $(shell [ -d frontend ] && find frontend -type f -not -path '*/node_modules/*' -not -name '*.tsbuildinfo')
FRONTEND_BUILT := $(if $(wildcard frontend/package.json),$(STAMPS)/frontend)

.PHONY: help build run test check check-form check-types check-contracts format bench docs fuzz clean

help: ## 列出各命令
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

build: $(STAMPS)/venv $(FRONTEND_BUILT) ## 只安装与构建，不启动

run: $(STAMPS)/venv $(FRONTEND_BUILT) ## 安装、载入示例体系并启动网站（HOST PORT ZHUNSHENG_HOME GUIDE=指南文件 可选）
	@$(BIN)/zhunsheng setup --with-admin
	@# Exit 1: stored, but something must be looked at before it can be published. That is what the site is for.
	@$(if $(GUIDE),$(BIN)/zhunsheng system import "$(GUIDE)" --publish || [ $$? -eq 1 ])
	@exec $(BIN)/zhunsheng serve --host "$(HOST)" --port "$(PORT)"

# LEFT=…: what to leave out, because it has just run (.ci/run has had `make check` run tests/contracts).
# The server that tests/database/test_serve.py starts is on SQLite in either pass: once is enough.
test: $(STAMPS)/dev $(FRONTEND_BUILT) ## 运行全部测试；缺少 Chromium 或 PostgreSQL 时逐项注明跳过
	@if [ -n "$${ZHUNSHENG_TEST_DATABASE_URL:-}" ] && [ -d tests/database ]; then \
		echo "== tests/database, PostgreSQL"; \
		DATABASE_URL="$$ZHUNSHENG_TEST_DATABASE_URL" $(PYTEST) -rs tests/database tests/breaking/stored tests/openly/test_moment.py tests/openly/test_site.py --ignore tests/database/test_serve.py; \
	elif [ -d tests/database ]; then \
		echo "SKIPPED PostgreSQL: ZHUNSHENG_TEST_DATABASE_URL 未设置，数据库测试只在 SQLite 上运行"; \
	fi
	@$(PYTEST) -rs $(LEFT)

check: check-form check-types check-contracts ## 静态检查：格式、类型、导入方向、迁移、前端、文档与篇幅契约（-j2 两项同时）

check-form: $(STAMPS)/dev $(FRONTEND_BUILT) ## check 之一：格式、导入方向、迁移、前端
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@if [ -d src/zhunsheng/settings ]; then $(BIN)/python -m django makemigrations --check --dry-run --settings zhunsheng.settings; fi
	@if [ -f frontend/package.json ]; then npm --prefix frontend run --if-present check; fi

check-types: $(STAMPS)/dev ## check 之一：类型
	@$(BIN)/mypy

check-contracts: $(STAMPS)/dev $(FRONTEND_BUILT) ## check 之一：文档与篇幅契约
	@$(BIN)/python -m pytest tests/contracts

format: $(STAMPS)/dev ## 按统一格式改写 Python 源码
	@$(BIN)/ruff check --fix --select I .
	@$(BIN)/ruff format .

bench: $(STAMPS)/dev ## 测量：读取与校核的时间和内存，随篇幅的增长；检索、关系图与同类的比较（GUIDE=指南文件 SIZES="100000 1000000" 可选）
	@$(BIN)/python bench/read_guide.py $(if $(GUIDE),--guide "$(GUIDE)")
	@$(BIN)/python bench/scale.py
	@$(BIN)/python bench/import_catalogue.py
	@$(BIN)/python -m pip install --quiet -e '.[bench]'
	@$(BIN)/python bench/search.py $(SIZES)
	@$(BIN)/python bench/graph.py
	@$(BIN)/python bench/relations_map.py

docs: $(STAMPS)/dev ## 重新生成 docs/reference 并核对文档中的链接
	@$(BIN)/python docs/generate.py

fuzz: $(STAMPS)/dev ## 用 atheris 对读取器与解析器做有限次数的模糊测试（RUNS=次数 可选）
	@$(BIN)/python -m pip install --quiet -e '.[fuzz]'
	@mkdir -p build
	@$(BIN)/python tests/fuzz/fuzz_readers.py -runs=$(or $(RUNS),20000) -max_len=8192 -artifact_prefix=build/fuzz-
	@$(BIN)/python tests/fuzz/fuzz_parser.py -runs=$(or $(RUNS),20000) -max_len=8192 -artifact_prefix=build/fuzz-
	@$(BIN)/python tests/fuzz/fuzz_catalogues.py -runs=$(or $(RUNS),20000) -max_len=8192 -artifact_prefix=build/fuzz-

clean: ## 删除虚拟环境与构建产物（不动数据目录）
	rm -rf .venv $(STAMPS) frontend/node_modules src/zhunsheng/shell/static/dist

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "需要 Python 3.11 或更新版本：请先安装，再运行 make。" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "无法创建虚拟环境：Debian/Ubuntu 请先安装 python3-venv。" >&2; exit 1; }

$(STAMPS)/venv: pyproject.toml | $(BIN)/python
	@echo "== 安装运行所需的 Python 包"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/venv
	@echo "== 安装测试与检查工具"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(EXTRAS)]'
	@touch $@

$(STAMPS)/npm: $(wildcard frontend/package.json frontend/package-lock.json)
	@command -v npm >/dev/null || { echo "需要 Node.js 20 或更新版本（含 npm）：请先安装，再运行 make。" >&2; exit 1; }
	@echo "== 安装前端依赖"
	@cd frontend && if [ -f package-lock.json ]; then npm ci --no-audit --no-fund --silent; else npm install --no-audit --no-fund --silent; fi
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/frontend: $(STAMPS)/npm $(FRONTEND)
	@echo "== 构建前端"
	@npm --prefix frontend run --silent build
	@touch $@
