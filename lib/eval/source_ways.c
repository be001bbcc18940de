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

/* How the training read a channel of its sources. */
struct way {
	char *text; /* items of a reference, or "" */
	struct ref ref;
	char *sha256[TRAINED_FILES]; /* "" if not known */
};

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

/* Returns 1 if the file of the dark or flat image OWN of SOURCE is that of WAY,
 * the one of the training; 0 if it is another one; -1 with ERR if it is missing
 * or another one at the training's path. */
static int same_file(const struct way *way, const char *source, const char *own,
		     int kind, struct err *err)
{
	const struct ref *ways = &way->ref;
	const char *was = file_in(ways, kind), *sha = way->sha256[kind];
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
	else if (*sha && in_digest(&d, path, &cannot) < 0)
		rc = rc ? another(source, ways, kind, path, err) : 0;
	else if (*sha && strcmp(digest_hex(hex, &d), sha))
		rc = rc ? another(source, ways, kind, path, err) : 0;
	else if (*sha)
		rc = !strcmp(select, was_select);
	free(path);
	free(select);
	free(was_path);
	free(was_select);
	return rc;
}

/* Returns 1 if SOURCE is read as WAY says, 0 if it is not, -1 with ERR. */
static int is_same(const struct way *way, const char *source, struct err *err)
{
	const struct ref *ways = &way->ref;
	struct ref r;
	int rc = 1;

	if (ref_parse(&r, source, err) < 0)
		return -1;
	if ((r.bin > 1 ? r.bin : 1) != (ways->bin > 1 ? ways->bin : 1))
		rc = 0;
	for (int kind = 0; kind < TRAINED_FILES && rc >= 0; kind++) {
		int same = same_file(way, source, file_in(&r, kind), kind, err);

		rc = same < rc ? same : rc;
	}
	ref_release(&r);
	return rc;
}

struct way_taker {
	const struct trained *known;
	struct way way[CHANNELS_MOST];
	size_t channels;
	/* numbers of sources: made to be read as those of the training; of
	 * these, without a pixel size; left as they are, binned already */
	size_t taken, sizeless, binned;
	/* numbers of sources of which a channel was made to be read so, and of
	 * those of which it is read otherwise; the first of the latter */
	size_t channel_taken[CHANNELS_MOST], others[CHANNELS_MOST];
	const char *first[CHANNELS_MOST];
};

/* Returns how far apart pitches are; 0 if they are equal. */
static double distance(const struct pixel_pitch *a, double times,
		       const struct pixel_pitch *b)
{
	return fabs(calc_log(a->x * times / b->x));
}

/* Returns 1 if pixels of the pitch IS are those of the train sources, or 25 %
 * off at most, without being binned BIN to one. */
static int is_binned(const struct way_taker *k, long bin,
		     const struct pixel_pitch *is)
{
	const struct pixel_pitch *want = &k->known->source_pitch;
	double as_it_is;

	if (bin < 2 || !pixel_size_known(is) || !pixel_size_known(want))
		return 0;
	as_it_is = distance(is, 1, want);
	return as_it_is < calc_log(1.25) &&
	       as_it_is < distance(is, (double)bin, want);
}

/* Returns 1 if REF, which says not how it is derived, is to be read as WAY. */
static int is_open(const struct way *way, const char *ref)
{
	return *way->text && !says_ways(ref);
}

/* Counts what is known of the pixels of ROW's channels.  Returns 1 if they are
 * binned already. */
static int look_at_pixels(struct way_taker *k, const struct pair *row)
{
	int sizeless = 0;

	for (size_t i = 0; i < k->channels; i++) {
		const char *ref = row->channel[SOURCE][i].ref;
		const long bin = k->way[i].ref.bin;
		struct pixel_pitch is = { 0, 0 };
		char *path, *select;

		if (!is_open(&k->way[i], ref))
			continue;
		ref_split(ref, &path, &select);
		if (bin > 1)
			is = image_pitch(path);
		free(path);
		free(select);
		if (is_binned(k, bin, &is))
			return 1;
		sizeless |= bin > 1 && !pixel_size_known(&is);
	}
	k->sizeless += (size_t)sizeless;
	return 0;
}

/* Returns the cell of ROW with the items of the training in each channel that
 * says none; the caller frees it. */
static char *cell_as_trained(const struct way_taker *k, const struct pair *row)
{
	struct strs each = { 0 };
	char *cell;
	size_t alike = 0;

	for (size_t i = 0; i < k->channels; i++) {
		const char *ref = row->channel[SOURCE][i].ref;

		strs_take(&each, is_open(&k->way[i], ref) ?
					 ref_with(ref, k->way[i].text) :
					 mem_str(ref));
		alike += is_open(&k->way[i], ref) &&
			 !strcmp(k->way[i].text, k->way[0].text);
	}
	cell = alike == k->channels ?
		       channel_with(row->source, k->way[0].text) :
		       channel_join(&each);
	strs_release(&each);
	return cell;
}

/* Gives ROW the items of the training, if a channel says none. */
static int add_ways(struct way_taker *k, struct manifest *p, struct pair *row,
		    struct err *err)
{
	int column = tsv_column(&p->table, "source"), open = 0;
	char *cell;

	for (size_t i = 0; i < k->channels; i++)
		open |= is_open(&k->way[i], row->channel[SOURCE][i].ref);
	if (!open)
		return 0;
	if (look_at_pixels(k, row)) {
		k->binned++;
		return 0;
	}
	for (size_t i = 0; i < k->channels; i++)
		k->channel_taken[i] +=
			(size_t)is_open(&k->way[i],
					row->channel[SOURCE][i].ref);
	cell = cell_as_trained(k, row);
	tsv_set(&p->table, row->row, column, cell);
	row->source = tsv_get(&p->table, row->row, column);
	free(cell);
	k->taken++;
	return manifest_set_channels(p, row, SOURCE, err);
}

static int take(struct way_taker *k, struct manifest *p, struct pair *row,
		struct err *err)
{
	size_t binned = k->binned;
	int is = 0;

	if (p->targetless && add_ways(k, p, row, err) < 0)
		return -1;
	if (k->binned > binned)
		return 0;
	for (size_t i = 0; i < k->channels && is >= 0; i++) {
		is = is_same(&k->way[i], row->channel[SOURCE][i].ref, err);
		if (!is && !k->others[i]++)
			k->first[i] = row->channel[SOURCE][i].ref;
	}
	return is < 0 ? tsv_wrap(&p->table, row->row, err) : 0;
}

/* Returns "bin=2" or, if channels differ, "dark=a.tif] + [dark=b.tif"; the
 * caller frees it. */
static char *ways_text(const struct way_taker *k)
{
	struct buf b = { 0 };
	size_t alike = 0;

	for (size_t i = 0; i < k->channels; i++) {
		alike += !strcmp(k->way[i].text, k->way[0].text);
		buf_printf(&b, "%s%s", i ? "] + [" : "", k->way[i].text);
	}
	if (alike < k->channels)
		return buf_detach(&b);
	buf_release(&b);
	return mem_str(k->way[0].text);
}

/* Returns "with [bin=2]", or "as it is"; the caller frees it. */
static char *with_text(const char *ways)
{
	return *ways ? mem_printf("with [%s]", ways) : mem_str("as it is");
}

/* Returns how REF says it is derived, as with_text does. */
static char *own_text(const char *ref)
{
	struct buf b = { 0 };
	struct err no = { 0 };
	struct ref r;
	char *text;

	buf_char(&b, '[');
	if (ref_parse(&r, ref, &no) == 0) {
		r.raw = 0;
		if (ref_is_derived(&r))
			ref_add_ways(&b, &r);
		ref_release(&r);
	}
	text = with_text(buf_text(&b) + 1);
	buf_release(&b);
	return text;
}

/* Returns 1 if what is to be said of one channel holds for all. */
static int channels_agree(const struct way_taker *k)
{
	for (size_t i = 0; i < k->channels; i++)
		if (k->others[i] ||
		    (k->channel_taken[i] != k->taken && *k->way[i].text))
			return 0;
	return 1;
}

/* Tells of channel I what was taken and what was not; of the only one, the
 * message names no channel. */
static void report_channel(const struct way_taker *k, size_t i,
			   struct messages *messages)
{
	char *which = k->channels > 1 ? mem_printf("channel %zu of ", i) :
					mem_str("");
	const size_t taken = k->channel_taken[i], others = k->others[i];
	const int one = k->channels > 1;
	char *with = with_text(k->way[i].text);

	if (taken)
		messages_info(messages,
			      "%s%zu source%s %s read as %s of the training, "
			      "%s; to read one as it is, add [bin=1] to its "
			      "name",
			      which, taken, taken == 1 ? "" : "s",
			      one || taken == 1 ? "is" : "are",
			      one ? "that" : "those", with);
	if (others) {
		char *own = own_text(k->first[i]);

		messages_warn(messages,
			      "%s%zu source%s %s not read as %s of the "
			      "training, %s, but otherwise: '%s' is read %s",
			      which, others, others == 1 ? "" : "s",
			      one || others == 1 ? "is" : "are",
			      one ? "that" : "those", with, k->first[i], own);
		free(own);
	}
	free(with);
	free(which);
}

/* WAYS is the text of those of the training. */
static void report(const struct way_taker *k, const char *ways,
		   struct messages *messages)
{
	const struct pixel_pitch *pitch = &k->known->source_pitch;
	struct buf size = { 0 };

	pixel_size_text(&size, pitch);
	for (size_t i = 0; i < k->channels && !channels_agree(k); i++)
		report_channel(k, i, messages);
	if (k->taken && channels_agree(k))
		messages_info(messages,
			      "%zu source%s read as those of the training: "
			      "[%s]; to read one as it is, add [bin=1] to its "
			      "name",
			      k->taken, k->taken == 1 ? " is" : "s are", ways);
	if (k->sizeless && size.len)
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
		messages_info(
			messages,
			"%zu source%s not read with [%s], with which the "
			"training read its own: %s pixels are %s um already; "
			"to do so nevertheless, add [%s] to %s",
			k->binned, k->binned == 1 ? " is" : "s are", ways,
			k->binned == 1 ? "its" : "their", buf_text(&size), ways,
			k->binned == 1 ? "its name" : "their names");
	buf_release(&size);
}

/* Each train source was read in its own way, so each channel of a new one must
 * say its own. */
static int need_own(const struct manifest *p, const struct pair *row,
		    struct err *err)
{
	for (size_t k = 0; p->targetless && k < p->channels[SOURCE]; k++) {
		if (says_ways(row->channel[SOURCE][k].ref))
			continue;
		err_data(err,
			 "the training read its sources in different ways, "
			 "such as with a dark image for each group, and '%s' "
			 "says none: name its own, as in 'a.tif[dark=FILE]', "
			 "or add [bin=1] to read it as it is",
			 row->channel[SOURCE][k].ref);
		return tsv_wrap(&p->table, row->row, err);
	}
	return 0;
}

/* Fills TO with the way TEXT and number K in the lists of digests. */
static int read_way(struct way *to, const struct trained *known,
		    const char *text, size_t k, struct err *err)
{
	char *ref = mem_printf(*text ? "a.tif[%s]" : "a.tif", text);
	int rc = ref_parse(&to->ref, ref, err);

	free(ref);
	if (rc < 0)
		return err_wrap(err, "the metadata value of 'source_ways': ");
	to->text = mem_str(text);
	for (int kind = 0; kind < TRAINED_FILES; kind++) {
		struct strs sha = { 0 };

		if (known->source_sha256[kind])
			strs_split(&sha, known->source_sha256[kind], '+');
		to->sha256[kind] = mem_str(k < sha.n ? sha.at[k] : "");
		strs_release(&sha);
	}
	return 0;
}

static void release_ways(struct way_taker *k)
{
	for (size_t i = 0; i < CHANNELS_MOST; i++) {
		struct way *way = &k->way[i];

		if (!way->text)
			continue;
		ref_release(&way->ref);
		free(way->text);
		for (int kind = 0; kind < TRAINED_FILES; kind++)
			free(way->sha256[kind]);
	}
}

/* Fills the way of each channel.  Returns 1 if there is none for some: sources
 * of another number of channels, which the network does not take. */
static int read_ways(struct way_taker *k, struct err *err)
{
	struct strs part = { 0 };
	int rc = 0;

	channel_parts(&part, k->known->source_ways);
	if (part.n > 1 && part.n != k->channels)
		rc = 1;
	for (size_t i = 0; i < k->channels && !rc; i++) {
		size_t at = part.n > 1 ? i : 0;

		rc = read_way(&k->way[i], k->known, part.at[at], at, err);
	}
	strs_release(&part);
	return rc;
}

int source_ways_take(const struct trained *known, struct manifest *p,
		     const char *split, struct messages *messages,
		     struct err *err)
{
	struct way_taker k = { .known = known,
			       .channels = p->channels[SOURCE] };
	char *ways;
	int rc;

	for (size_t i = 0; i < p->n && known->source_ways_differ; i++)
		if ((!split || !strcmp(p->list[i].split, split)) &&
		    need_own(p, &p->list[i], err) < 0)
			return -1;
	if (!known->source_ways)
		return 0;
	rc = read_ways(&k, err);
	for (size_t i = 0; i < p->n && !rc; i++)
		if (!split || !strcmp(p->list[i].split, split))
			rc = take(&k, p, &p->list[i], err);
	if (!rc) {
		ways = ways_text(&k);
		report(&k, ways, messages);
		free(ways);
	}
	release_ways(&k);
	return rc > 0 ? 0 : rc;
}
