# report.awk - from rows of one.sh (FILE) and its numbers, what was found:
#
#	awk -f report.awk FILE [NUMBERS...]
#
# A table: fault, trainings, found (a check failed, or a tool refused), the 95 %
# interval of Wilson (1927) of that share, found by C11 to C20 alone, and which
# checks.  The row `none` has the false alarms of trainings without a fault.
#
# With NUMBERS also how it goes when all thresholds are fitted to the other sets.
# A number finds a fault if at least 9 of 10 trainings of the other sets with that
# fault are beyond the worst of those without; its threshold is the middle (of
# the logarithms, where all are above 0) between that worst and the nearest of
# these.  A number that finds nothing has no threshold.

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
	key = $4 " " $6 " " below
	run = $1 SUBSEP $2 SUBSEP $3
	rows[++total] = run FS key FS $7 FS below
	direction[key] = below
	sets[$1]
	if ($3 != "none") {
		values[key, $3] = values[key, $3] " " $1 ":" $7
		tried[$3]
		next
	}
	if (!((key, $1) in worst) ||
	    (below ? $7 < worst[key, $1] : $7 > worst[key, $1]))
		worst[key, $1] = $7 + 0
}

# The threshold of KEY that is fitted without SET; "" if there is none.
function fitted(key, set,	s, x, any, f, n, i, c, v, all, over, near, low) {
	if ((key, set) in memory)
		return memory[key, set]
	low = direction[key]
	for (s in sets) {
		if (s == set || !((key, s) in worst))
			continue
		if (!any || (low ? worst[key, s] < x : worst[key, s] > x))
			x = worst[key, s]
		any = 1
	}
	near = ""
	for (f in tried) {
		n = split(values[key, f], c, " ")
		all = over = 0
		least = ""
		for (i = 1; i <= n; i++) {
			split(c[i], v, ":")
			if (v[1] == set)
				continue
			all++
			v[2] += 0
			if (low ? v[2] >= x : v[2] <= x)
				continue
			over++
			if (least == "" ||
			    (low ? v[2] > least : v[2] < least))
				least = v[2]
		}
		if (any && over && over >= 0.9 * all && (near == "" ||
		    (low ? least > near : least < near)))
			near = least
	}
	if (near == "")
		memory[key, set] = ""
	else if (x > 0 && near > 0)
		memory[key, set] = sqrt(x) * sqrt(near)
	else
		memory[key, set] = (x + near) / 2
	return memory[key, set]
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
		key = c[2]
		x = fitted(key, part[1])
		if (x != "" && (c[4] ? c[3] + 0 < x : c[3] + 0 > x))
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
