#!/bin/sh
# Make an environment hold what a lock file names. Nothing is resolved and nothing is built: what is installed does not
# depend on what was released since the lock was made. An environment that is not whole is made anew.
# Usage: scripts/install.sh PYTHON FOLDER LOCK
set -eu
python=$1
folder=$2
lock=$3
stamp=$folder/.installed

refuse() { # ENGLISH CHINESE
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 1
}

place() {
    (cd "$folder" && pwd -P)
}

# Written when an installation is complete. The commands of an environment name its folder: moved, they do not start.
mark() {
    place
    cksum <"$lock"
}

python_runs() {
    "$folder/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null
}

# An empty mark was left by an earlier version of this project; it says complete, but not of which lock.
complete() {
    python_runs && [ -f "$stamp" ] || return 1
    [ ! -s "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$(place)" ] || return 1
    "$folder/bin/python" -m pip --version >/dev/null 2>&1
}

check_python() {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || version=none
    [ "$version" = 3.11 ] || refuse \
        "Python 3.11 is needed; found: ${python:-no Python} ($version). On Debian 12: apt install python3.11 python3.11-venv. If it is elsewhere: make PYTHON=/path/to/python3.11 run" \
        "需要 Python 3.11；找到的是：${python:-无}（$version）。Debian 12 请执行：apt install python3.11 python3.11-venv；如已装在别处：make PYTHON=/路径/python3.11 run"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || refuse \
        "This Python cannot make environments: its module ensurepip is missing. On Debian: apt install python3.11-venv" \
        "此 Python 不能创建虚拟环境：缺少 ensurepip 模块。Debian 请执行：apt install python3.11-venv"
}

# The folder is emptied: only if it is an environment, or the beginning of one.
check_folder() {
    [ -e "$folder" ] && [ ! -e "$folder/pyvenv.cfg" ] || return 0
    for name in $(ls -A "$folder"); do
        case $name in
        bin | include | lib | lib64 | .installed) ;;
        *) refuse "$folder is not a Python environment and is left as it is. Name another folder: make VENV=.venv run" \
            "$folder 不是 Python 虚拟环境，未作改动。请另指定目录：make VENV=.venv run" ;;
        esac
    done
}

if python_runs && [ "$(cat "$stamp" 2>/dev/null)" = "$(mark)" ]; then
    exit 0
fi
if ! complete; then
    check_python
    check_folder
    echo "Making $folder"
    "$python" -m venv --clear "$folder"
fi
rm -f "$stamp"
echo "Installing $lock"
"$folder/bin/python" -m pip install --disable-pip-version-check --no-input --quiet --no-deps --only-binary :all: --require-hashes -r "$lock"
"$folder/bin/python" -m pip --disable-pip-version-check check
mark >"$stamp.new"
mv "$stamp.new" "$stamp"
