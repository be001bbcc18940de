/*
 * channel.c - see channel.h.
 */
#include "manifest/channel.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "file/path.h"
#include "image/image.h"
#include "image/plane_list.h"
#include "image/ref.h"
#include "image/series.h"

static const char between[] = " + "; /* two files of a cell */

/* A file may have a name with " + ". */
void channel_parts(struct strs *to, const char *cell)
{
	const char *plus = strstr(cell, between);

	if (plus && !path_exists(cell))
		for (; plus; plus = strstr(cell, between)) {
			strs_take(to, mem_strn(cell, (size_t)(plus - cell)));
			cell = plus + strlen(between);
		}
	strs_add(to, cell);
}

void channel_names(struct strs *to, const char *cell)
{
	struct strs part = { 0 };

	channel_parts(&part, cell);
	for (size_t i = 0; i < part.n; i++) {
		char *path, *select;

		ref_split_plane(part.at[i], &path, &select);
		strs_take(to, mem_printf("%s%s", path, select));
		free(path);
		free(select);
	}
	strs_release(&part);
}

/* Returns the list after "c=" in ITEM, or NULL if ITEM names no list. */
static const char *list_in(const char *item)
{
	if (strncmp(item, "c=", 2))
		return NULL;
	item += 2;
	return !strcmp(item, "all") || strchr(item, '+') ? item : NULL;
}

/* Returns PATH with the items of S, but the text C in place of item AT. */
static char *with_channel(const char *path, const struct strs *s, size_t at,
			  const char *c)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s", path);
	for (size_t i = 0; i < s->n; i++) {
		buf_char(&b, i ? ',' : '[');
		if (i == at)
			buf_printf(&b, "c=%s", c);
		else
			buf_str(&b, s->at[i]);
	}
	buf_char(&b, ']');
	return buf_detach(&b);
}

/* Fills INFO with that of REF or, if it names several planes of a movie or a
 * stack, of the first of them. */
static int first_info(struct image_info *info, const char *ref, struct err *err)
{
	struct strs some = { 0 }, varied = { 0 }, plane = { 0 };
	struct err no = { 0 };
	int rc = image_info(info, ref, err);

	if (rc < 0 && plane_list_expand(&some, &varied, ref, NULL, &no) == 0 &&
	    some.n && plane_list(&plane, some.at[0], NULL, &no) == 0 &&
	    plane.n && image_info(info, plane.at[0], &no) == 0)
		rc = 0;
	strs_release(&some);
	strs_release(&varied);
	strs_release(&plane);
	return rc;
}

/* Returns 1 if an item stands for every plane: "t=*". */
static int names_all(const struct strs *item)
{
	for (size_t i = 0; i < item->n; i++)
		if (strchr(item->at[i], '*'))
			return 1;
	return 0;
}

/* Sets *N to the number of channels of the image, or of its page. */
static int count(size_t *n, const char *path, const struct strs *item,
		 size_t at, struct err *err)
{
	char *first = with_channel(path, item, at, "0");
	struct image_info info = { 0 };
	struct ref r = { .page = -1 };
	int rc = names_all(item) ? 0 : ref_parse(&r, first, err);

	rc = rc ? rc : first_info(&info, first, err);
	*n = rc ? 0 : r.page < 0 ? info.channels : info.planes / info.pages;
	ref_release(&r);
	free(first);
	return rc;
}

static int all_numbers(const struct strs *word)
{
	int64_t x;

	for (size_t i = 0; i < word->n; i++)
		if (num_int(&x, word->at[i]) < 0)
			return 0;
	return 1;
}

/* Fills WORD with the channels of LIST, item AT: "0", "2". */
static int find_words(struct strs *word, const char *list, const char *path,
		      const struct strs *item, size_t at, struct err *err)
{
	struct image_info info;
	struct err no = { 0 };
	size_t n;
	char *one;

	if (!strcmp(list, "all")) {
		if (count(&n, path, item, at, err) < 0)
			return -1;
		for (size_t i = 0; i < n && i <= CHANNELS_MOST; i++)
			strs_take(word, mem_printf("%zu", i));
		return 0;
	}
	strs_split(word, list, '+');
	if (all_numbers(word))
		return 0;
	one = with_channel(path, item, at, list);
	if (image_info(&info, one, &no) == 0) {
		strs_release(word);
		strs_add(word, list);
	}
	free(one);
	return 0;
}

/* Appends the channels that PART names, of one file. */
static int add_file(struct strs *to, const char *part, struct err *err)
{
	struct strs item = { 0 }, word = { 0 };
	const char *list = NULL;
	char *path;
	size_t at = 0;
	int rc = 0;

	ref_split_items(part, &path, &item);
	while (at < item.n && !(list = list_in(item.at[at])))
		at++;
	if (list)
		rc = find_words(&word, list, path, &item, at, err);
	else
		strs_add(to, part);
	for (size_t i = 0; list && !rc && i < word.n; i++)
		strs_take(to, with_channel(path, &item, at, word.at[i]));
	strs_release(&word);
	strs_release(&item);
	free(path);
	return rc;
}

/* Fails if REF is no reference, but for items that stand for every plane. */
static int parse_channel(const char *ref, struct err *err)
{
	struct strs item = { 0 };
	struct ref r;
	char *path;
	int rc = 0;

	ref_split_items(ref, &path, &item);
	if (!names_all(&item) && !(rc = ref_parse(&r, ref, err)))
		ref_release(&r);
	strs_release(&item);
	free(path);
	return rc;
}

static int check(const struct strs *to, size_t first, const char *cell,
		 struct err *err)
{
	if (to->n - first > CHANNELS_MOST)
		return err_data(err,
				"'%s' names more than %d channels: name those "
				"that the network needs, as in '[c=0+2]'",
				cell, CHANNELS_MOST);
	for (size_t i = first; to->n > first + 1 && i < to->n; i++) {
		for (size_t k = first; k < i; k++)
			if (!strcmp(to->at[k], to->at[i]))
				return err_data(err,
						"'%s' names the channel '%s' "
						"twice",
						cell, to->at[i]);
		if (parse_channel(to->at[i], err) < 0)
			return err_wrap(err, "'%s': ", cell);
	}
	return 0;
}

int channel_list(struct strs *to, const char *cell, struct err *err)
{
	struct strs part = { 0 };
	size_t first = to->n;
	int rc = 0;

	if (!strchr(cell, '+') && !strstr(cell, "c=all")) {
		strs_add(to, cell);
		return 0;
	}
	channel_parts(&part, cell);
	for (size_t i = 0; i < part.n && !rc; i++)
		rc = part.at[i][0] ?
			     add_file(to, part.at[i], err) :
			     err_data(err,
				      "'%s': a file is missing beside a ' + '",
				      cell);
	strs_release(&part);
	return rc ? rc : check(to, first, cell, err);
}

/* Returns REF with LIST in place of its channel; the caller frees it. */
static char *with_list(const char *ref, const char *list)
{
	struct strs item = { 0 };
	char *path, *to;
	size_t at = 0;

	ref_split_items(ref, &path, &item);
	while (at < item.n && strncmp(item.at[at], "c=", 2))
		at++;
	to = with_channel(path, &item, at, list);
	strs_release(&item);
	free(path);
	return to;
}

int channel_expand(struct strs *to, struct strs *varied, const char *part,
		   struct messages *messages, struct err *err)
{
	struct strs item = { 0 };
	const char *list = NULL;
	char *path, *first, *one;
	size_t at = 0, i = to->n;
	int rc;

	ref_split_items(part, &path, &item);
	while (at < item.n && !(list = list_in(item.at[at])))
		at++;
	if (!list || !strchr(part, '*')) {
		rc = plane_list_expand(to, varied, part, messages, err);
		i = to->n;
	} else {
		first = strcmp(list, "all") ?
				mem_strn(list, strcspn(list, "+")) :
				mem_str("0");
		one = with_channel(path, &item, at, first);
		rc = plane_list_expand(to, varied, one, messages, err);
		free(first);
		free(one);
	}
	for (; i < to->n && list; i++) {
		one = with_list(to->at[i], list);
		free(to->at[i]);
		to->at[i] = one;
	}
	strs_release(&item);
	free(path);
	return rc;
}

char *channel_join(const struct strs *parts)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < parts->n; i++)
		buf_printf(&b, "%s%s", i ? between : "", parts->at[i]);
	return buf_detach(&b);
}

char *channel_with(const char *cell, const char *item)
{
	struct strs part = { 0 };
	char *to;

	channel_parts(&part, cell);
	for (size_t i = 0; i < part.n; i++) {
		char *ref = ref_with(part.at[i], item);

		free(part.at[i]);
		part.at[i] = ref;
	}
	to = channel_join(&part);
	strs_release(&part);
	return to;
}

/* Returns PART, of one file, with numbers in place of `c=all`. */
static char *settle_file(const char *part, struct err *err)
{
	struct strs item = { 0 }, word = { 0 };
	struct buf list = { 0 };
	char *path, *to = NULL;
	size_t at = 0;

	ref_split_items(part, &path, &item);
	while (at < item.n && strcmp(item.at[at], "c=all"))
		at++;
	if (at == item.n) {
		to = mem_str(part);
	} else if (find_words(&word, "all", path, &item, at, err) == 0) {
		for (size_t i = 0; i < word.n; i++)
			buf_printf(&list, "%s%s", i ? "+" : "", word.at[i]);
		to = with_channel(path, &item, at, buf_text(&list));
	}
	buf_release(&list);
	strs_release(&word);
	strs_release(&item);
	free(path);
	return to;
}

char *channel_settle(const char *cell, struct err *err)
{
	struct strs part = { 0 };
	char *to = NULL;
	size_t i = 0;

	channel_parts(&part, cell);
	for (; i < part.n; i++) {
		char *ref = settle_file(part.at[i], err);

		if (!ref)
			break;
		free(part.at[i]);
		part.at[i] = ref;
	}
	if (i == part.n)
		to = channel_join(&part);
	strs_release(&part);
	return to;
}

void channel_files(struct strs *to, const char *cell)
{
	struct strs part = { 0 };

	channel_parts(&part, cell);
	for (size_t i = 0; i < part.n; i++) {
		char *path, *select;

		ref_split(part.at[i], &path, &select);
		if (!strs_has(to, path))
			strs_add(to, path);
		free(path);
		free(select);
	}
	strs_release(&part);
}

int channel_correction(struct strs *files, const char *ref, int flat)
{
	struct err no = { 0 };
	const char *image;
	char *path, *select;
	struct ref r;
	size_t at = 0;

	if (ref_parse(&r, ref, &no) < 0)
		return -1;
	image = flat ? r.flat : r.dark;
	if (!image) {
		ref_release(&r);
		return -1;
	}
	ref_split(image, &path, &select);
	while (at < files->n && strcmp(files->at[at], path))
		at++;
	if (at == files->n)
		strs_add(files, path);
	free(path);
	free(select);
	ref_release(&r);
	return (int)at;
}

void channel_set_numbers(struct tsv *t, size_t row, int column,
			 const struct channel *channel, size_t n, int scales)
{
	struct buf list = { 0 };
	char text[NUM_MAX];

	for (size_t k = 0; k < n; k++) {
		const struct norm *norm = &channel[k].norm;

		buf_printf(&list, "%s%s", k ? "," : "",
			   num_exact(text,
				     scales ? norm->scale : norm->offset));
	}
	tsv_set(t, row, column, buf_text(&list));
	buf_release(&list);
}

int channel_labels(struct strs *to, const struct channel *channel, size_t n)
{
	struct strs names = { 0 };

	for (size_t k = 0; k < n; k++) {
		struct plane_series s = { 0 };
		struct err ignored = { 0 };

		if (series_find(&s, channel[k].ref, 0, NULL, &ignored) == 0 &&
		    s.channel.n == 1)
			strs_add(&names, s.channel.at[0]);
		series_release(&s);
	}
	for (size_t k = 0; k < n && names.n == n; k++)
		strs_add(to, names.at[k]);
	n -= names.n;
	strs_release(&names);
	return !n;
}

int channel_number(const struct tsv *t, size_t row, int column, size_t k,
		   double *to, struct err *err)
{
	const char *cell = tsv_get(t, row, column);
	struct strs word = { 0 };
	int rc = 0;

	if (!k && !strchr(cell, ','))
		return tsv_real(t, row, column, to, err);
	strs_split(&word, cell, ',');
	if (k >= word.n || num_real(to, word.at[k]) < 0) {
		err_data(err, "column '%s': '%s' has no number for channel %zu",
			 t->column[column], cell, k);
		rc = tsv_wrap(t, row, err);
	}
	strs_release(&word);
	return rc;
}
