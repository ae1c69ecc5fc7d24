#!/bin/sh
# Makes .venv from the hash-pinned lock. Rasa's wheel declares Python < 3.11 but runs on it
# (docs/decisions/0002-python-and-dependencies.md), hence --ignore-requires-python and --no-deps.
set -eu
case "$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" in
  3.10|3.11) ;;
  *) echo "Python 3.11 or 3.10 is needed; found $("$PYTHON" --version). Set PYTHON=/path/to/python3.11" >&2; exit 2 ;;
esac
sh tools/debian-packages.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk
echo "Setting up .venv with $("$PYTHON" --version): two to five minutes the first time"
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
# pip's remarks on old packages' build scripts help nobody here; they are shown when it fails.
log=$(mktemp)
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --ignore-requires-python \
  --require-hashes -r requirements.lock 2>"$log" || { cat "$log" >&2; exit 1; }
rm -f "$log"
# The project itself runs from this folder: a path file and one small command, nothing to build.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
pwd > "$site/ecm-navigator.pth"
cat > .venv/bin/ecm <<EOF
#!$(pwd)/.venv/bin/python
import sys
from ecm.cli import main
sys.exit(main())
EOF
chmod +x .venv/bin/ecm
# Bytecode now, so that the first start is as quick as every other.
.venv/bin/python -m compileall -q ecm bot actions sms_gateway web >/dev/null 2>&1 || true
touch .venv/.installed
echo "Set up."
