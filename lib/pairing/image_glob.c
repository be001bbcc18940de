/* image_glob.c - globs and directories to images.  See image_glob.h. */
#include "pairing/image_glob.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "file/path.h"
#include "file/tsv.h"
#include "image/image.h"
#include "image/plane_list.h"
#include "manifest/channel.h"
#include "image/ref.h"

/* Returns the length of the extension, dot included, that ends at NAME + N, or
 * 0. */
static size_t extension(const char *name, size_t n)
{
	static const char *const known[] = {
		".ome.tiff", ".ome.tif", ".tiff", ".tif",  ".tf8",
		".btf",	     ".stk",	 ".lsm",  ".svs",  ".ndpi",
		".qptiff",   ".scn",	 ".bif",  ".flex",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		size_t k = strlen(known[i]);

		if (n > k && !strncasecmp(name + n - k, known[i], k))
			return k;
	}
	return 0;
}

size_t image_glob_extension(const char *name)
{
	return extension(name, strlen(name));
}

/*
 * Returns where in TEXT the selection at its end begins ("[3]", "[c=1,z=4]",
 * "[raw]"); if there is none, the length of TEXT.  "[0-9]" and "[ab]" are parts
 * of a glob.
 */
static size_t selection(const char *text)
{
	size_t n = strlen(text), i = n;

	if (!n || text[n - 1] != ']')
		return n;
	while (i && text[i - 1] != '[')
		i--;
	if (!i || i == n - 1)
		return n;
	if (strspn(text + i, "0123456789") == n - 1 - i)
		return i - 1;
	if (strchr(text + i, '=') || !strcmp(text + i, "raw]") ||
	    !strcmp(text + i, "*]") || !strncmp(text + i, "*,", 2))
		return i - 1;
	return n;
}

int image_glob_add(struct image_glob *n, const char *ref, size_t offset,
		   struct err *err)
{
	struct image_name *to;
	size_t len;

	if (tsv_check_cell(ref, err) < 0)
		return -1;
	if (n->n == n->cap) {
		n->cap = n->cap ? 2 * n->cap : 64;
		n->list = mem_grow(n->list, n->cap, sizeof(*n->list));
	}
	to = &n->list[n->n++];
	to->ref = mem_str(ref);
	to->name = to->ref + offset;
	to->varied = mem_str("");
	len = selection(to->name);
	if (to->name[len] && path_exists(ref))
		len = strlen(to->name); /* the brackets belong to the name */
	to->select = to->name + len;
	to->stem = len - extension(to->name, len);
	return 0;
}

/* Returns where the name begins in MATCH, a path that PATTERN matched. */
static size_t fixed_part(const char *pattern, const char *match)
{
	size_t n = strlen(pattern), end;

	if (!strcmp(pattern, match))
		end = n; /* the pattern is one file */
	else if (!strncmp(pattern, match, n) &&
		 (match[n] == '/' || (n && pattern[n - 1] == '/')))
		return n + (match[n] == '/'); /* the pattern is a directory */
	else
		end = strcspn(pattern, "*?[\\");
	while (end && pattern[end - 1] != '/')
		end--;
	return end;
}

static int is_listed(const char *pattern, const char *match)
{
	size_t n = strlen(pattern);
	int in_directory = !strncmp(pattern, match, n) &&
			   (match[n] == '/' ||
			    (match[n] && n && pattern[n - 1] == '/'));

	return !in_directory || extension(match, strlen(match)) ||
	       image_is(match);
}

/* Adds the planes of REF that its selection stands for. */
static int add_planes(struct image_glob *n, const char *ref, size_t offset,
		      const char *axes, struct err *err)
{
	struct strs refs = { 0 }, varied = { 0 };
	char *asked = ref_with_axes(ref, axes);
	int rc = 0;

	if (n->whole)
		rc = image_glob_add(n, asked, offset, err);
	else
		rc = channel_expand(&refs, &varied, asked, &n->messages, err);
	for (size_t i = 0; !rc && i < refs.n; i++) {
		rc = image_glob_add(n, refs.at[i], offset, err);
		if (rc)
			break;
		free(n->list[n->n - 1].varied);
		n->list[n->n - 1].varied = mem_str(varied.at[i]);
	}
	free(asked);
	strs_release(&refs);
	strs_release(&varied);
	return rc;
}

int image_glob_leaves_out(struct image_exclude *exclude, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	int found = 0;

	for (size_t i = 0; exclude && i < exclude->patterns->n; i++) {
		const char *pattern = exclude->patterns->at[i];

		if (fnmatch(pattern, path, 0) &&
		    (strchr(pattern, '/') || fnmatch(pattern, name, 0)))
			continue;
		exclude->files[i]++;
		found = 1;
	}
	if (found)
		exclude->all++;
	return found;
}

static int add_matches(struct image_glob *n, const char *pattern,
		       const char *select, const char *axes, struct err *err)
{
	struct strs found = { 0 };
	size_t before = n->n, elsewhere = 0;
	int rc = path_glob(&found, pattern, err);

	for (size_t i = 0; !rc && i < found.n; i++) {
		const char *match = found.at[i];
		char *ref;

		if (!is_listed(pattern, match) ||
		    image_glob_leaves_out(n->exclude, match))
			continue;
		ref = mem_printf("%s%s", match, select);
		if (*select && found.n > 1 &&
		    (n->whole || !strchr(select, '*')) &&
		    plane_list_is_elsewhere(ref))
			elsewhere++;
		else
			rc = add_planes(n, ref, fixed_part(pattern, match),
					axes, err);
		free(ref);
	}
	if (!rc && elsewhere && n->n == before)
		rc = err_data(err,
			      "the planes that '%s%s' names are in other files "
			      "of their sets of OME-TIFFs: have it match these",
			      pattern, select);
	strs_release(&found);
	return rc;
}

/* Reports that PATTERN matches no image.  If its directories contain images,
 * suggests a pattern that matches them. */
static int no_match(const char *pattern, struct err *err)
{
	char *below = mem_str(pattern);
	struct image_glob found = { 0 };
	struct err why;
	size_t images = 0;

	for (int depth = 0; depth < 2 && !images; depth++) {
		char *next = mem_printf(
			"%s%s*", below,
			*below && below[strlen(below) - 1] == '/' ? "" : "/");

		free(below);
		below = next;
		err_clear(&why);
		if (add_matches(&found, below, "", NULL, &why) < 0)
			break;
		for (size_t i = 0; i < found.n; i++)
			images += found.list[i].name[found.list[i].stem] != 0;
	}
	if (images)
		err_data(err, "no image matches '%s', but images match '%s'",
			 pattern, below);
	else if (strchr(pattern, '+') && !strstr(pattern, " + "))
		err_data(
			err,
			"no image matches '%s'; channels in files of their own "
			"are named with blanks around the +, as in "
			"'*_ch1.tif + *_ch2.tif'",
			pattern);
	else
		err_data(err, "no image matches '%s'", pattern);
	image_glob_release(&found);
	free(below);
	return -1;
}

static size_t count_excluded(const struct image_glob *n)
{
	size_t files = 0;

	for (size_t i = 0; n->exclude && i < n->exclude->patterns->n; i++)
		files += n->exclude->files[i];
	return files;
}

/* Adds the images that PATTERN matches.  Brackets at its end are first taken
 * for a selection, then for a part of the glob. */
static int add_pattern(struct image_glob *n, const char *pattern,
		       const char *axes, struct err *err)
{
	size_t cut = selection(pattern), before = n->n;
	size_t excluded = count_excluded(n);
	char *path = mem_strn(pattern, cut);
	int rc = 0;

	if (!path_exists(pattern))
		rc = add_matches(n, path, pattern + cut, axes, err);
	free(path);
	if (!rc && n->n == before && (pattern[cut] || path_exists(pattern)))
		rc = add_matches(n, pattern, "", axes, err);
	if (rc)
		return -1;
	if (n->n == before && count_excluded(n) > excluded)
		return err_data(err,
				"--exclude leaves out all images that '%s' "
				"matches",
				pattern);
	return n->n == before ? no_match(pattern, err) : 0;
}

int image_glob_find(struct image_glob *n, const struct strs *patterns,
		    const char *axes, struct err *err)
{
	for (size_t i = 0; i < patterns->n; i++)
		if (add_pattern(n, patterns->at[i], axes, err) < 0)
			return -1;
	image_glob_sort(n);
	return 0;
}

static int by_ref(const void *a, const void *b)
{
	return strcmp(((const struct image_name *)a)->ref,
		      ((const struct image_name *)b)->ref);
}

static int same_file(const struct image_name *a, const struct image_name *b)
{
	size_t n = (size_t)(a->select - a->ref);

	return n == (size_t)(b->select - b->ref) && !strncmp(a->ref, b->ref, n);
}

static void release_name(struct image_name *name)
{
	free(name->ref);
	free(name->varied);
}

/* An image that several patterns matched is kept once. */
void image_glob_sort(struct image_glob *n)
{
	size_t kept = 0;

	if (n->n)
		qsort(n->list, n->n, sizeof(*n->list), by_ref);
	for (size_t i = 0; i < n->n; i++) {
		if (kept && !strcmp(n->list[kept - 1].ref, n->list[i].ref))
			release_name(&n->list[i]);
		else
			n->list[kept++] = n->list[i];
	}
	n->n = kept;
	for (size_t i = 1; i < kept; i++)
		n->stacks |= same_file(&n->list[i - 1], &n->list[i]);
}

void image_glob_release(struct image_glob *n)
{
	for (size_t i = 0; i < n->n; i++)
		release_name(&n->list[i]);
	free(n->list);
	messages_release(&n->messages);
	memset(n, 0, sizeof(*n));
}
