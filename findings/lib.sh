# lib.sh - what the scripts here share: `. "$(dirname "$0")/lib.sh"`
#
#	debian PACKAGE=VERSION...	unpack Debian packages below $root
#	npm_packages NAME@VERSION...	install npm packages in $work
#	py CODE-FILE...			run Python with what debian unpacked
#	expect "what" WANT COMMAND...	the command's output must be WANT
#	finding_done			the last line
#
# shellcheck shell=sh

set -u
work=$(mktemp -d) || exit 99
root=$work/root
failed=0
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 99

cannot() {
	echo "skipped: $*" >&2
	exit 77
}

debian() {
	mkdir -p debs "$root"
	(cd debs && apt-get -q download "$@" > log 2>&1) ||
		cannot "these packages cannot be had: $*"
	for d in debs/*.deb; do
		dpkg-deb -x "$d" "$root" || exit 99
	done
	PATH=$root/usr/bin:$PATH
	triplet=$(gcc -print-multiarch 2> /dev/null ||
		echo "$(uname -m)-linux-gnu")
	LD_LIBRARY_PATH=$root/usr/lib/$triplet:$root/lib/$triplet
	PYTHONPATH=$root/usr/lib/python3/dist-packages
	export PATH LD_LIBRARY_PATH PYTHONPATH
	export PYTHONDONTWRITEBYTECODE=1
}

npm_packages() {
	npm install --silent --ignore-scripts --no-audit --no-fund \
		--prefix "$work" "$@" > npm.log 2>&1 ||
		cannot "these packages cannot be had: $*"
}

py() {
	/usr/bin/python3 "$@"
}

expect() {
	what=$1 want=$2
	shift 2
	got=$("$@" 2>&1)
	if [ "$got" = "$want" ]; then
		echo "as seen: $what: $want"
	else
		echo "CHANGED: $what"
		echo "  seen before: $want"
		echo "  now:         $got"
		failed=1
	fi
}

finding_done() {
	exit $failed
}
