/*
 * bench_names.c - pair 100,000 names of sources with as many of targets.
 */
#include <stdio.h>

#include "pairing/pair_by_name.h"

int main(void)
{
	struct image_glob s = { 0 }, t = { 0 };
	struct pair_by_name m = { 0 };
	struct err err = { 0 };
	char name[60];
	size_t n;

	for (int i = 0; i < 100000; i++) {
		snprintf(name, sizeof(name), "raw/BF_Position%d_time%03d.tif",
			 i / 100, i % 100);
		image_glob_add(&s, name, 4, &err);
		snprintf(name, sizeof(name), "raw/YFP_Position%d_time%03d.tif",
			 i / 100, i % 100);
		image_glob_add(&t, name, 4, &err);
	}
	image_glob_sort(&s);
	image_glob_sort(&t);
	pair_by_name_by_word(&m, &s, &t);
	n = m.n;
	pair_by_name_release(&m);
	image_glob_release(&s);
	image_glob_release(&t);
	return n == 100000 ? 0 : 4;
}
