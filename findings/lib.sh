# lib.sh - what the scripts here share: `. "$(dirname "$0")/lib.sh"`
#
#	debian PACKAGE=VERSION...	unpack Debian packages, and those they
#					need that are not installed, in $root
#	npm_packages NAME@VERSION...	install npm packages in $work
#	py CODE-FILE...			run Debian's Python, with these packages
#	tiff NAME KEY=VALUE...		write a plain TIFF: see below
#	imagej IN [OUT]			ImageJ's pixel (10,10); saves as OUT
#	java_ij FILE.java ARG...	run a program that uses ImageJ
#	expect "what" WANT COMMAND...	the command's output must be WANT
#	finding_done			the last line
#
# A VERSION may end with * where a fix by the distribution changes nothing.
# shellcheck shell=sh

set -u
work=$(mktemp -d) || exit 99
root=$work/root
failed=0
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 99
HOME=$work
export HOME

cannot() {
	echo "skipped: $*" >&2
	exit 77
}

# apt says which packages an installation would bring; nothing is installed.
debian() {
	mkdir -p debs "$root"
	apt-get -s install --no-install-recommends "$@" > plan 2> plan.log ||
		cannot "these packages cannot be had: $*"
	sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p' plan > wanted
	# shellcheck disable=SC2046 # one word a package
	[ ! -s wanted ] || (cd debs && apt-get -q download $(cat ../wanted) \
		> log 2>&1) || cannot "these packages cannot be had: $*"
	for d in debs/*.deb; do
		[ ! -f "$d" ] || dpkg-deb -x "$d" "$root" || exit 99
	done
	PATH=$root/usr/bin:$root/bin:$PATH
	LD_LIBRARY_PATH=$(find "$root" -name '*.so*' -printf '%h\n' |
		grep -v dist-packages | sort -u | tr '\n' ':')
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

# One strip, without compression.  kind is u1, u2, u4, i2 or f4, white=zero
# makes 0 white, each is a Python expression of x and y, text the description.
#	tiff ramp.tif width=64 height=64 kind=u2 each='1000 + 7*x + 300*y'
tiff() {
	py - "$@" << 'END'
import struct, sys
to = dict(a.split("=", 1) for a in sys.argv[2:])
w, h = int(to.get("width", 64)), int(to.get("height", 64))
kind, each = to.get("kind", "u2"), to.get("each", "0")
code = {"u1": "B", "u2": "H", "u4": "I", "i2": "h", "f4": "f"}[kind]
values = [eval(each, {"x": x, "y": y}) for y in range(h) for x in range(w)]
pixels = struct.pack("<%d%s" % (w * h, code), *values)
text = to.get("text", "").replace("\\n", "\n").encode()
text = text + b"\0" if text else b""
text += b"\0" * (len(text) % 2)
tags = [(256, 3, 1, w), (257, 3, 1, h), (258, 3, 1, int(kind[1]) * 8),
        (259, 3, 1, 1), (262, 3, 1, 0 if to.get("white") == "zero" else 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, h),
        (279, 4, 1, len(pixels)),
        (339, 3, 1, {"u": 1, "i": 2, "f": 3}[kind[0]])]
if text:
    tags.append((270, 2, len(text), 8 + len(pixels)))
tags.sort()
with open(sys.argv[1], "wb") as f:
    f.write(b"II*\0" + struct.pack("<I", 8 + len(pixels) + len(text)))
    f.write(pixels + text + struct.pack("<H", len(tags)))
    for tag in tags:
        f.write(struct.pack("<HHII", *tag))
    f.write(b"\0\0\0\0")
END
}

# java_ij FILE.java ARG...: with ImageJ, unpacked here or installed.
java_ij() {
	command -v javac > /dev/null || cannot "no javac"
	java -Djava.awt.headless=true \
		-cp "$root/usr/share/java/ij.jar:/usr/share/java/ij.jar" "$@"
}

# What ImageJ shows for the pixel, and the number it keeps for it.
imagej() {
	cat > Look.java << 'END'
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;

public class Look {
	public static void main(String[] args) {
		ImagePlus im = new Opener().openImage(args[0]);
		System.out.println("shown " +
			im.getProcessor().getPixelValue(10, 10) +
			", kept " + im.getProcessor().getf(10, 10));
		if (args.length > 1)
			new FileSaver(im).saveAsTiff(args[1]);
	}
}
END
	java_ij Look.java "$@"
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
