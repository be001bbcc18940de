# late.awk - which functions of a library a file calls, as the header that
# late.h speaks of:
#
#	awk -v name=tiff -v function_name='TIFF[A-Z]' -f late.awk tiff.c

BEGIN {
	call = "(^|[^A-Za-z0-9_])" function_name "[A-Za-z0-9_]*\\("
	table = "late_" name "_functions"
}
{
	for (rest = $0; match(rest, call);
	     rest = substr(rest, RSTART + RLENGTH)) {
		word = substr(rest, RSTART, RLENGTH - 1)
		sub(/^[^A-Za-z0-9_]/, "", word)
		if (!seen[word]++)
			at[n++] = word
	}
}
END {
	soname = "SONAME_" toupper(name)
	print "#ifdef " soname "\nstatic struct {"
	for (i = 0; i < n; i++)
		print "\t__typeof__(" at[i] ") *" at[i] ";"
	print "} " table ";\nstatic const char *const late_" name "_names[] = {"
	for (i = 0; i < n; i++)
		print "\t\"" at[i] "\","
	print "};"
	for (i = 0; i < n; i++)
		print "#define " at[i] " (*" table "." at[i] ")"
	print "static struct late late_" name " = { " soname ", late_" name \
		"_names, " n ", &" table ", 0 };"
	print "#else\nstatic struct late late_" name ";\n#endif"
}
