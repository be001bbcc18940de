/* check_archive.c - see check_archive.h. */
#include "archive/check_archive.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "archive/member.h"
#include "archive/member_path.h"
#include "base/mem.h"
#include "base/strs.h"
#include "run/run_id.h"
#include "run/tag.h"

static int is_hex(const char *text, size_t n)
{
	return strspn(text, "0123456789abcdef") >= n;
}

/* Returns 1 if NAME may be a member record/NAME with digest D: a file that a
 * store with nothing but these runs can have. */
static int fits_record(const char *name, const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	if (!strcmp(name, "version") || !strcmp(name, "places"))
		return 1;
	if (!strncmp(name, "refs/", 5))
		return tag_is_valid(name + 5);
	if (!strncmp(name, "code/", 5))
		return name[5] && strspn(name + 5, "0123456789abcdef+") ==
					  strlen(name + 5);
	if (!strncmp(name, "objects/", 8)) {
		digest_hex(hex, d);
		return strlen(name) == 8 + DIGEST_HEX + 1 &&
		       !strncmp(name + 8, hex, 2) && name[10] == '/' &&
		       !strcmp(name + 11, hex + 2);
	}
	if (!strncmp(name, "runs/", 5)) {
		size_t n = strcspn(name + 5, "/");
		char *id = mem_strn(name + 5, n);
		int yes = name[5 + n] && run_id_is(id) &&
			  strcmp(name + 5 + n, "/lock");

		free(id);
		return yes;
	}
	return 0;
}

static int fits(const char *name, const char *place, const struct digest *d)
{
	if (!place || !strcmp(name, "SHA256SUMS") || member_path_is_git(place))
		return 0;
	return strncmp(name, "record/", 7) ? 1 : fits_record(name + 7, d);
}

static int check_name(const struct archive_list *t, const char *name,
		      const struct digest *d, struct err *err)
{
	char *place = member_place(name);
	int rc = 0;

	if (!fits(name, place, d))
		rc = err_data(err,
			      "an archive may not contain a member named '%s'",
			      name);
	else if (!t->trusted && member_path_is_active(place))
		rc = err_data(err,
			      "a shell, an editor or an interpreter may run "
			      "commands from '%s'; if you trust the archive, "
			      "unpack it with --trust",
			      name);
	else if (t->n && strcmp(t->entry[t->n - 1].name, name) >= 0)
		rc = err_data(err,
			      "'SHA256SUMS' lists '%s' twice or out of "
			      "order",
			      name);
	free(place);
	return rc;
}

static int add(struct archive_list *t, char *name, const struct digest *d,
	       struct err *err)
{
	int rc = check_name(t, name, d, err);

	if (rc) {
		free(name);
		return rc;
	}
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 256;
		t->entry = mem_grow(t->entry, t->cap, sizeof(*t->entry));
	}
	memset(&t->entry[t->n], 0, sizeof(*t->entry));
	t->entry[t->n].name = name;
	t->entry[t->n++].digest = *d;
	return 0;
}

/* Returns 1 if some member's place is DIR followed by NAME; if NAME ends in a
 * slash, if one begins so.  PLACES is sorted. */
static int has_place(const struct strs *places, const char *dir, size_t n,
		     const char *name)
{
	char *want = mem_printf("%.*s%s", (int)n, dir, name);
	size_t k = strlen(want), low = 0, high = places->n;
	int yes;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(places->at[mid], want) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	yes = low < places->n && !strncmp(places->at[low], want, k) &&
	      (want[k - 1] == '/' || !places->at[low][k]);
	free(want);
	return yes;
}

/* Git takes a directory with HEAD, objects/ and refs/ for a repository and
 * obeys its configuration, which may name commands to run. */
static int check_repositories(const struct archive_list *t, struct err *err)
{
	struct strs places = { 0 };
	int rc = 0;

	for (size_t i = 0; i < t->n; i++)
		strs_take(&places, member_place(t->entry[i].name));
	strs_sort(&places);
	for (size_t i = 0; !rc && i < places.n; i++) {
		const char *place = places.at[i], *slash = strrchr(place, '/');
		size_t n = slash ? (size_t)(slash - place) + 1 : 0;

		if (!strcmp(place + n, "HEAD") &&
		    has_place(&places, place, n, "objects/") &&
		    has_place(&places, place, n, "refs/"))
			rc = err_data(err,
				      "'%s' and the files beside it would be "
				      "a git repository, and git can run "
				      "commands from the configuration of a "
				      "repository",
				      place);
	}
	strs_release(&places);
	return rc;
}

int check_archive_sums(struct archive_list *t, const char *text, size_t n,
		       struct err *err)
{
	const char *end = text + n;
	int rc = 0;

	if (strlen(text) != n)
		return err_data(err, "'SHA256SUMS' contains a NUL byte");
	while (!rc && text < end) {
		const char *eol = strchr(text, '\n');
		struct digest d;

		if (!eol || eol - text < DIGEST_HEX + 3 ||
		    !is_hex(text, DIGEST_HEX) || digest_parse(&d, text) < 0 ||
		    strncmp(text + DIGEST_HEX, "  ", 2))
			return err_data(err,
					"line %zu of 'SHA256SUMS' is malformed",
					t->n + 1);
		text += DIGEST_HEX + 2;
		rc = add(t, mem_strn(text, (size_t)(eol - text)), &d, err);
		text = eol + 1;
	}
	return rc ? rc : check_repositories(t, err);
}

int check_archive_sizes(struct archive_list *t, const char *text, size_t n,
			struct err *err)
{
	const char *end = text + n;

	for (size_t i = 0; i < t->n; i++) {
		struct archive_entry *item = &t->entry[i];
		size_t digits = strspn(text, "0123456789");
		size_t k = strlen(item->name);

		if (!digits || digits > 15 || text[digits] != ' ' ||
		    (size_t)(end - text) < digits + k + 2 ||
		    memcmp(text + digits + 1, item->name, k) ||
		    text[digits + 1 + k] != '\n')
			return err_data(err,
					"'SIZES' and 'SHA256SUMS' list "
					"different members; the first "
					"difference is at '%s'",
					item->name);
		item->size = strtoull(text, NULL, 10);
		t->total += item->size;
		if (t->total > (uint64_t)1 << 60)
			return err_data(err,
					"the sizes in 'SIZES' add up to more "
					"than any disk can hold");
		text += digits + k + 2;
	}
	if (text != end)
		return err_data(err,
				"'SIZES' lists more members than 'SHA256SUMS'");
	t->sized = 1;
	return 0;
}

int check_archive_member(const struct archive_list *t, size_t i,
			 const char *name, uint64_t size, struct err *err)
{
	const struct archive_entry *item = &t->entry[i];

	if (i >= t->n || strcmp(name, item->name))
		return err_data(err,
				"found member '%s', but 'SHA256SUMS' lists "
				"another member here",
				name);
	if (!t->sized && strcmp(name, "README") && strcmp(name, "SIZES"))
		return err_data(err, "member '%s' comes before 'SIZES'", name);
	if (!t->sized && size > CHECK_ARCHIVE_MAX)
		return err_data(err, "member '%s' is too long", name);
	if (t->sized && size != item->size)
		return err_data(err,
				"member '%s' has %" PRIu64
				" bytes, but 'SIZES' says %" PRIu64,
				name, size, item->size);
	return 0;
}

void check_archive_release(struct archive_list *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->entry[i].name);
	free(t->entry);
	memset(t, 0, sizeof(*t));
}
