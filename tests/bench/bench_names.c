/*
 * bench_names.c - pair 100,000 names of sources with as many of targets.
 */
#include <stdio.h>

#include "image/mates.h"

int main(void)
{
	struct names s = { 0 }, t = { 0 };
	struct mates m = { 0 };
	struct err err = { 0 };
	char name[60];
	size_t n;

	for (int i = 0; i < 100000; i++) {
		snprintf(name, sizeof(name), "raw/BF_Position%d_time%03d.tif",
			 i / 100, i % 100);
		names_add(&s, name, 4, &err);
		snprintf(name, sizeof(name), "raw/YFP_Position%d_time%03d.tif",
			 i / 100, i % 100);
		names_add(&t, name, 4, &err);
	}
	names_sort(&s);
	names_sort(&t);
	mates_by_word(&m, &s, &t);
	n = m.n;
	mates_release(&m);
	names_release(&s);
	names_release(&t);
	return n == 100000 ? 0 : 4;
}
