/*
 * source_ways.c - see source_ways.h.
 */
#include "eval/source_ways.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "file/in.h"
#include "file/path.h"
#include "image/image.h"
#include "image/ref.h"

static const char *const kind_name[TRAINED_FILES] = { "dark", "flat" };

static const char *file_in(const struct ref *r, int kind)
{
	return kind == TRAINED_FLAT ? r->flat : r->dark;
}

/* Returns 1 if REF itself says how it is derived. */
static int says_ways(const char *ref)
{
	struct err err = { 0 };
	struct ref r;
	int says;

	if (ref_parse(&r, ref, &err) < 0)
		return 1;
	says = r.bin >= 0 || r.dark || r.flat;
	ref_release(&r);
	return says;
}

static char *moved(const char *ref, const char *dir)
{
	const char *slash = ref ? strrchr(ref, '/') : NULL;

	return ref ? mem_printf("%s/%s", dir, slash ? slash + 1 : ref) : NULL;
}

/* Returns "'a.tif[dark=DIR/dark.tif,flat=DIR/flat.tif,bin=2]'": how SOURCE
 * names the files of WAYS in the directory DIR.  The caller frees it. */
static char *advice(const char *source, const struct ref *ways, const char *dir)
{
	struct ref there = { .bin = ways->bin,
			     .dark = moved(ways->dark, dir),
			     .flat = moved(ways->flat, dir) };
	struct buf b = { 0 };
	char *path, *select;

	ref_split(source, &path, &select);
	buf_printf(&b, "'%s[", path);
	ref_add_ways(&b, &there);
	buf_str(&b, "]'");
	free(path);
	free(select);
	free(there.dark);
	free(there.flat);
	return buf_detach(&b);
}

static int missing(const char *source, const struct ref *ways, int kind,
		   const char *path, struct err *err)
{
	char *say = advice(source, ways, "DIR");

	err_data(err,
		 "there is no '%s', the %s image of the training%s: say "
		 "in which DIR it is, as in %s",
		 path, kind_name[kind],
		 *path == '/' ? "" :
				", whose path is relative to the directory of "
				"the training",
		 say);
	free(say);
	return -1;
}

static int another(const char *source, const struct ref *ways, int kind,
		   const char *path, struct err *err)
{
	char *say = advice(source, ways, "DIR"),
	     *own = advice(source, ways, ".");

	err_data(err,
		 "'%s' is not the %s image of the training, but another "
		 "file of the same name: say in which DIR that of the "
		 "training is, as in %s; or, if this image has a %s image of "
		 "its own, name it by another path, as in %s",
		 path, kind_name[kind], say, kind_name[kind], own);
	free(say);
	free(own);
	return -1;
}

/* Returns 1 if the file of the dark or flat image OWN of SOURCE is that of WAS,
 * the one of the training; 0 if it is another one; -1 with ERR if it is missing
 * or another one at the training's path. */
static int same_file(const struct trained *t, const char *source,
		     const struct ref *ways, const char *own, int kind,
		     struct err *err)
{
	const char *was = file_in(ways, kind), *sha = t->source_sha256[kind];
	char *path, *select, *was_path, *was_select, hex[DIGEST_HEX + 1];
	struct err cannot = { 0 };
	struct digest d;
	int rc;

	if (!own || !was)
		return own == was;
	ref_split(own, &path, &select);
	ref_split(was, &was_path, &was_select);
	rc = !strcmp(own, was);
	if (rc && !path_exists(path))
		rc = missing(source, ways, kind, path, err);
	else if (sha && in_digest(&d, path, &cannot) < 0)
		rc = rc ? another(source, ways, kind, path, err) : 0;
	else if (sha && strcmp(digest_hex(hex, &d), sha))
		rc = rc ? another(source, ways, kind, path, err) : 0;
	else if (sha)
		rc = !strcmp(select, was_select);
	free(path);
	free(select);
	free(was_path);
	free(was_select);
	return rc;
}

/* Returns 1 if SOURCE is read as WAYS says, 0 if it is not, -1 with ERR. */
static int is_same(const struct trained *t, const char *source,
		   const struct ref *ways, struct err *err)
{
	struct ref r;
	int rc = 1;

	if (ref_parse(&r, source, err) < 0)
		return -1;
	if ((r.bin > 1 ? r.bin : 1) != (ways->bin > 1 ? ways->bin : 1))
		rc = 0;
	for (int kind = 0; kind < TRAINED_FILES && rc >= 0; kind++) {
		int same = same_file(t, source, ways, file_in(&r, kind), kind,
				     err);

		rc = same < rc ? same : rc;
	}
	ref_release(&r);
	return rc;
}

struct way_taker {
	const struct trained *known;
	struct ref ways;
	/* numbers of sources: read as those of the training; of these, without
	 * a pixel size; left as they are, binned already; read otherwise */
	size_t taken, sizeless, binned, others;
};

/* Returns how far apart pitches are; 0 if they are equal. */
static double distance(const struct pixel_pitch *a, double times,
		       const struct pixel_pitch *b)
{
	return fabs(calc_log(a->x * times / b->x));
}

/* Returns 1 if the pixels of PATH are those of the train sources, or 25 % off
 * at most, without being binned. */
static int is_binned(const struct way_taker *k, const struct pixel_pitch *is)
{
	const struct pixel_pitch *want = &k->known->source_pitch;
	double as_it_is;

	if (k->ways.bin < 2 || !pixel_size_known(is) || !pixel_size_known(want))
		return 0;
	as_it_is = distance(is, 1, want);
	return as_it_is < calc_log(1.25) &&
	       as_it_is < distance(is, (double)k->ways.bin, want);
}

/* Gives ROW the items of the training. */
static int add_ways(struct way_taker *k, struct manifest *p, struct pair *row,
		    struct err *err)
{
	int column = tsv_column(&p->table, "source"), rc = 0;
	struct pixel_pitch is = { 0, 0 };
	char *path, *select, *cell;

	ref_split(row->channel[SOURCE]->ref, &path, &select);
	if (k->ways.bin > 1)
		is = image_pitch(path);
	if (is_binned(k, &is)) {
		k->binned++;
	} else {
		cell = channel_with(row->source, k->known->source_ways);
		tsv_set(&p->table, row->row, column, cell);
		row->source = tsv_get(&p->table, row->row, column);
		free(cell);
		k->taken++;
		k->sizeless += !pixel_size_known(&is);
		rc = manifest_set_channels(p, row, SOURCE, err);
	}
	free(path);
	free(select);
	return rc;
}

static int take(struct way_taker *k, struct manifest *p, struct pair *row,
		struct err *err)
{
	size_t binned = k->binned;
	int same;

	if (p->targetless && !says_ways(row->channel[SOURCE]->ref) &&
	    add_ways(k, p, row, err) < 0)
		return -1;
	if (k->binned > binned)
		return 0;
	same = is_same(k->known, row->channel[SOURCE]->ref, &k->ways, err);
	k->others += same == 0;
	return same < 0 ? tsv_wrap(&p->table, row->row, err) : 0;
}

static void report(const struct way_taker *k, struct messages *messages)
{
	const char *ways = k->known->source_ways;
	const struct pixel_pitch *pitch = &k->known->source_pitch;
	struct buf size = { 0 };

	pixel_size_text(&size, pitch);
	if (k->taken)
		messages_info(messages,
			      "%zu source%s read as those of the training: "
			      "[%s]; to read one as it is, add [bin=1] to its "
			      "name",
			      k->taken, k->taken == 1 ? " is" : "s are", ways);
	if (k->sizeless && k->ways.bin > 1 && size.len)
		messages_warn(messages,
			      "%zu source%s binned, and %s not say how large "
			      "%s pixels are: if they are %s um already, as in "
			      "the training after binning, add [bin=1] to %s",
			      k->sizeless, k->sizeless == 1 ? " is" : "s are",
			      k->sizeless == 1 ? "does" : "do",
			      k->sizeless == 1 ? "its" : "their",
			      buf_text(&size),
			      k->sizeless == 1 ? "its name" : "their names");
	if (k->binned)
		messages_info(messages,
			      "%zu source%s not read with [%s], as those of "
			      "the training: %s pixels are %s um already; to "
			      "do so nevertheless, add [%s] to %s",
			      k->binned, k->binned == 1 ? " is" : "s are", ways,
			      k->binned == 1 ? "its" : "their", buf_text(&size),
			      ways,
			      k->binned == 1 ? "its name" : "their names");
	buf_release(&size);
	if (k->others)
		messages_warn(messages,
			      "%zu source%s not read as those of the training, "
			      "which were all [%s]",
			      k->others, k->others == 1 ? " is" : "s are",
			      ways);
}

/* Each train source was read in its own way, so each new one must say its
 * own. */
static int need_own(const struct manifest *p, const struct pair *row,
		    struct err *err)
{
	if (!p->targetless || says_ways(row->source))
		return 0;
	err_data(err,
		 "the training read its sources in different ways, such as "
		 "with a dark image for each group, and '%s' says none: name "
		 "its own, as in 'a.tif[dark=FILE]', or add [bin=1] to read it "
		 "as it is",
		 row->source);
	return tsv_wrap(&p->table, row->row, err);
}

int source_ways_take(const struct trained *known, struct manifest *p,
		     const char *split, struct messages *messages,
		     struct err *err)
{
	struct way_taker k = { .known = known };
	char *ref;
	int rc;

	for (size_t i = 0; i < p->n && known->source_ways_differ; i++)
		if ((!split || !strcmp(p->list[i].split, split)) &&
		    need_own(p, &p->list[i], err) < 0)
			return -1;
	if (!known->source_ways)
		return 0;
	ref = mem_printf("a.tif[%s]", known->source_ways);
	rc = ref_parse(&k.ways, ref, err);
	free(ref);
	if (rc < 0)
		return err_wrap(err, "the metadata value of 'source_ways': ");
	for (size_t i = 0; i < p->n && !rc; i++)
		if (!split || !strcmp(p->list[i].split, split))
			rc = take(&k, p, &p->list[i], err);
	ref_release(&k.ways);
	if (!rc)
		report(&k, messages);
	return rc;
}
