# speed.awk - from speed.sh's rows, one a round, the table it prints.
#
# Of a peer in several layouts (name:layout) the fastest is what counts.

function median(list, n,    i, j, t) {
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && list[j - 1] > list[j]; j--) {
			t = list[j]
			list[j] = list[j - 1]
			list[j - 1] = t
		}
	return (list[int((n + 1) / 2)] + list[int(n / 2) + 1]) / 2
}

# The middle of what OF holds for row R.
function middle(of, r,    list, i) {
	for (i = 1; i <= n[r]; i++)
		list[i] = of[r, i]
	return median(list, n[r])
}

function number(x) {
	return x == "" ? "" : sprintf("%.4g", x)
}

NR == FNR {
	want[$1, $2] = $3
	next
}

{
	r = $1 FS $2 FS $3
	if (!(r in n)) {
		order[++rows] = r
		n[r] = 0
	}
	if ($4 == "")
		next
	if ($2 == "limit")
		$5 = want[$1, $2]
	if ($5 == "")
		next
	n[r]++
	ours[r, n[r]] = $4
	theirs[r, n[r]] = $5
	ratio[r, n[r]] = $5 / $4
}

END {
	OFS = "\t"
	for (i = 1; i <= rows; i++) {
		split(order[i], f, FS)
		sub(/:.*/, "", f[2])
		group[i] = f[1] FS f[2]
		t[i] = n[order[i]] ? middle(theirs, order[i]) : ""
		if (t[i] != "" && (!(group[i] in best) ||
		    t[i] < t[best[group[i]]]))
			best[group[i]] = i
	}
	print "figure", "peer", "unit", "ours", "theirs", "ratio", "wanted"
	for (i = 1; i <= rows; i++) {
		r = order[i]
		split(group[i], f, FS)
		w = want[f[1], f[2]]
		if (f[2] == "limit")
			w = w == "" ? "" : 1
		if ((group[i] in best) && best[group[i]] != i)
			w = ""
		if (f[2] == "limit" && !n[r])
			continue
		if (n[r])
			print r, number(middle(ours, r)), number(t[i]),
				number(middle(ratio, r)), w
		else
			print r, "", "", "", w
	}
}
