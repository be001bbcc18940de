#!/bin/sh
# xp-log-plot.sh - the curves of runs: as SVG (plot), in the terminal (watch).

. "$(dirname "$0")/../lib.sh"

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
xp-log init -q || exit 99
cat > train.sh << 'END'
for i in 1 2 3 4 5 6 7 8; do
	echo "step=$i train/loss=$((9 - i)) val/loss=$((10 - i)) acc=0.$i"
done >&3
END
xp-log run -q --metrics-fd 3 -- sh train.sh || exit 99
xp-log run -q --metrics-fd 3 -- sh train.sh || exit 99
id=$(xp-log ls -n 1 | tail -n 1 | cut -f 1)
xp-log tag "$id" best

ok "a run is drawn" xp-log plot @1 -o one.svg
xp-log plot "$id" > two.svg
same "... the same by any name, to standard output" one.svg two.svg
ok "... a chart a metric" is "$(grep -c '<g transform="translate(0' one.svg)" 2
like "... that are named" '<title>acc</title>' cat one.svg
ok "one metric of two runs" xp-log plot best @2 --metric val.loss -o both.svg
ok "... in one chart" is "$(grep -c '<g transform="translate(0' both.svg)" 1
like "... with the runs' names" '>best val<' cat both.svg
if command -v xmllint > /dev/null 2>&1; then
	ok "it is XML" xmllint --noout one.svg both.svg
elif python3 -c 'import xml.dom.minidom' 2> /dev/null; then
	ok "it is XML" python3 -c 'import sys, xml.dom.minidom as m
for f in sys.argv[1:]: m.parse(f)' one.svg both.svg
else
	skip "it is XML" "needs xmllint or python3"
fi
code 3 "a metric that is not there" xp-log plot @1 --metric f1
like "... is named" "no metric 'f1'" xp-log plot @1 --metric f1
for v in 0.5 0.75; do
	xp-log run -q --metrics-fd 3 -- sh -c "echo test=$v top=nan >&3"
done
ok "metrics of one value each" xp-log plot @1 @2 -o dots.svg
ok "... are rings" is "$(grep -c '<circle class="l[01]"' dots.svg)" 2
ok "... also of one run" sh -c 'xp-log plot @1 | grep -q "<circle"'
like "values that are none are not drawn" 'no metric to draw whose values' \
	xp-log plot @1 --metric top
xp-log run -q -- true
like "a run without metrics says so" 'no metrics to draw.*--metrics' \
	xp-log plot @1
code 2 "a run must be named" xp-log plot
ok "a name with markup" xp-log run -q --metrics-fd 3 -- sh -c \
	'printf "1 <b>&\\033 1\n2 <b>&\\033 2\n" >&3'
ok "... is text" sh -c 'xp-log plot @1 > odd.svg && ! grep -q "<b>" odd.svg'
ok "... in the terminal, too" sh -c '! xp-log watch @1 | grep -q "$(printf \
	"\033")"'

xp-log watch best > text
like "watch prints the last values" 'loss  \* train 1  o val 2' cat text
like "... and marks" '[*].*o' cat text
ok "... in 80 columns" sh -c '! grep -q ".\{81\}" text'
like "watch of a run without metrics" 'done  no metrics yet' \
	xp-log watch @2
if script -qec true /dev/null > /dev/null 2>&1; then
	# shellcheck disable=SC2016
	xp-log run -q --metrics-fd 3 -- sh -c 'echo "1 loss 5" >&3
		until [ -e go ]; do sleep 0.05; done; echo "2 loss 3" >&3' &
	n=0
	until xp-log watch @1 | grep -q 'loss  .  *5' || [ $n -gt 100 ]; do
		sleep 0.05
		n=$((n + 1))
	done
	(sleep 0.5; : > go) &
	TERM=xterm script -qec 'stty -a > before; xp-log watch @1
		stty -a > after' /dev/null > screen
	wait
	like "a running run is drawn again" "$(printf '\033')\[[0-9]+A" \
		cat screen
	like "... until it has ended" '  done' cat screen
	same "... and the terminal is as it was" before after
else
	skip "in a terminal" "needs script"
fi

# Ranges at the ends of what a number may be.
draws() {
	xp-log run -q --metrics-fd 3 -- sh -c 'printf "$1" >&3' - "$1" &&
		timeout 20 xp-log plot @1 -o far.svg &&
		timeout 20 xp-log watch @1 > far.txt &&
		timeout 20 xp-log report @1 -o far.html &&
		xp-log export -q --tensorboard far @1 &&
		grep -q '<svg' far.html && ! grep -qE '(nan|inf)[ "VHL]' far.svg
}
ok "a range that is no number" draws '1 v 1e308\n2 v -1e308\n3 v 0\n'
like "... in the terminal, too" '1e\+308 \|[*]' cat far.txt
ok "the largest numbers" draws '1 v 1.7e308\n2 v -1.79e308\n3 v 1\n'
ok "a range that is lost in the last digit" draws \
	'1 v 1e16\n2 v 10000000000000002\n'
ok "the least numbers" draws '1 v 5e-324\n2 v 0\n3 v 5e-324\n'
ok "... of a loss" draws '1 loss 5e-324\n2 loss 1e308\n'
ok "... and one of them" draws '1 v 5e-324\n2 v 5e-324\n'
done_testing
