# report.awk - from rows of one.sh (FILE) and its numbers, what was found:
#
#	awk -f report.awk FILE [NUMBERS...]
#
# A table: fault, trainings, found (a check failed, or a tool refused), the 95 %
# interval of Wilson (1927) of that share, found by C11 to C20 alone, and which
# checks.  The row `none` has the false alarms of trainings without a fault.
#
# With NUMBERS also how it goes when thresholds are fitted to all other sets: a
# threshold is twice the worst number of their trainings without a fault (half
# the least, where small numbers are bad), and at least one hundredth of the one
# in use.

function wilson(k, n, sign,	z, p, half) {
	z = 1.959964
	p = k / n
	half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
	return 100 * (p + z * z / (2 * n) + sign * half) / (1 + z * z / n)
}

function share(k, n,	low, high) {
	low = wilson(k, n, -1)
	high = wilson(k, n, 1)
	return sprintf("%d of %d\t%.1f to %.1f %%", k, n,
		low > 0 ? low : 0, high < 100 ? high : 100)
}

BEGIN { FS = OFS = "\t" }

# A threshold: "WARN < 1, FAIL < 0.5".
function parse(text) {
	below = text ~ /FAIL </
	if (!match(text, /FAIL [<>] .*/))
		return 0
	limit = substr(text, RSTART + 7) + 0
	return 1
}

FILENAME == ARGV[1] {
	f = $3
	if (!(f in runs))
		order[++faults] = f
	runs[f]++
	found[f] += $4 != 0
	late = 0
	n = split($5, by, ",")
	for (i = 1; i <= n; i++) {
		count[f, by[i]]++
		if (!(f SUBSEP by[i] in told)) {
			told[f, by[i]] = 1
			names[f] = names[f] " " by[i]
		}
		if (by[i] ~ /^C(1[1-9]|20)$/)
			late = 1
	}
	alone[f] += late
	if ($6 > slowest[f])
		slowest[f] = $6
	status[$1, $2, f] = $4
	next
}

# Findings: set seed fault check verdict what number threshold
{
	if ($7 == "" || !parse($8))
		next
	sub(/, pixels: .*/, ", pixels", $6)
	key = $4 FS $6
	run = $1 SUBSEP $2 SUBSEP $3
	rows[++total] = run FS key FS $7 FS limit FS below
	if ($3 != "none")
		next
	sets[$1]
	if (!((key, $1) in worst) ||
	    (below ? $7 < worst[key, $1] : $7 > worst[key, $1]))
		worst[key, $1] = $7 + 0
}

# The threshold of KEY that is fitted without SET.
function fitted(key, set, below, limit,	s, x, any, least) {
	any = 0
	for (s in sets) {
		if (s == set || !((key, s) in worst))
			continue
		if (!any || (below ? worst[key, s] < x : worst[key, s] > x))
			x = worst[key, s]
		any = 1
	}
	if (!any)
		return limit
	least = limit / 100
	if (below)
		return x / 2
	return 2 * x > least ? 2 * x : least
}

END {
	print "fault", "found", "interval", "by C11 to C20", "longest", "checks"
	for (i = 1; i <= faults; i++) {
		f = order[i]
		if (f != "none") {
			all += runs[f]
			hits += found[f]
		}
		text = ""
		n = split(names[f], by, " ")
		for (k = 1; k <= n; k++)
			text = text (k > 1 ? ", " : "") by[k] " " \
				count[f, by[k]]
		print f, share(found[f], runs[f]), alone[f], \
			slowest[f] " s", text
	}
	if (all)
		print "all faults", share(hits, all)
	for (i = 1; i <= total; i++) {
		split(rows[i], c, FS)
		split(c[1], part, SUBSEP)
		key = c[2] FS c[3]
		x = fitted(key, part[1], c[6], c[5])
		if (c[6] ? c[4] < x : c[4] > x)
			alarm[c[1]] = 1
		known[c[1]] = 1
	}
	if (!total)
		exit
	for (r in known) {
		split(r, part, SUBSEP)
		if (part[3] == "none") {
			n_clean++
			clean += r in alarm
		} else {
			n_fault++
			# A tool that refuses needs no threshold.
			fault += r in alarm || status[r] > 1
		}
	}
	if (n_fault)
		print "all faults, fitted without the set", \
			share(fault, n_fault)
	if (n_clean)
		print "none, fitted without the set", share(clean, n_clean)
}
