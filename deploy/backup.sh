#!/usr/bin/env bash
# 备份一个数据目录（数据库、上传的原件、密钥）到一个 tar.gz；可在网站运行时使用。
# 用法：deploy/backup.sh 目标文件夹        （ZHUNSHENG_HOME 与 DATABASE_URL 与网站相同）
set -euo pipefail
umask 077

target=${1:?用法：deploy/backup.sh 目标文件夹}
home=${ZHUNSHENG_HOME:-$HOME/.zhunsheng}
[ -d "$home" ] || { echo "没有数据目录 $home：请设置 ZHUNSHENG_HOME。" >&2; exit 2; }
mkdir -p "$target"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

case "${DATABASE_URL:-}" in
    postgres*) pg_dump --format=custom --no-owner --file "$scratch/database.dump" "$DATABASE_URL" ;;
    "")
        # VACUUM INTO takes one consistent picture while others read and write; copying the file would not.
        python3 - "$home/db.sqlite3" "$scratch/db.sqlite3" <<'PYTHON'
import sqlite3, sys
from pathlib import Path
source, target = sys.argv[1:]
if not Path(source).exists():
    sys.exit(f"没有数据库 {source}：这个数据目录还没有用过。")
connection = sqlite3.connect(source, timeout=60)
connection.execute("VACUUM INTO ?", (target,))
connection.close()
PYTHON
        ;;
    *) echo "不认识的 DATABASE_URL：本脚本支持默认的 SQLite 与 postgresql://。" >&2; exit 2 ;;
esac
[ -d "$home/uploads" ] && cp -a "$home/uploads" "$scratch/uploads"
[ -f "$home/secret-key" ] && cp -p "$home/secret-key" "$scratch/secret-key"

file="$target/zhunsheng-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
tar -C "$scratch" -czf "$file.part" .
mv "$file.part" "$file"
echo "$file"
