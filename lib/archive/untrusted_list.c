/* untrusted_list.c - see untrusted_list.h. */
#include "archive/untrusted_list.h"

#include <stdlib.h>
#include <string.h>

#include "archive/member.h"
#include "base/mem.h"
#include "run/run_id.h"

static int is_hex(const char *text, size_t n)
{
	return strspn(text, "0123456789abcdef") >= n;
}

/* record/ holds what an archive .xp/ does, and that alone. */
static int fits_record(const char *name, const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	if (!strcmp(name, "version") || !strcmp(name, "places"))
		return 1;
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

static int fits(const char *name, const struct digest *d)
{
	char *place = member_place(name);

	free(place);
	if (!place || !strcmp(name, "SHA256SUMS"))
		return 0;
	return strncmp(name, "record/", 7) ? 1 : fits_record(name + 7, d);
}

static int add(struct untrusted_list *t, char *name, const struct digest *d,
	       struct err *err)
{
	int rc = 0;

	if (!fits(name, d))
		rc = err_data(err,
			      "'%s' is no name that an archive may "
			      "hold",
			      name);
	else if (t->n && strcmp(t->entry[t->n - 1].name, name) >= 0)
		rc = err_data(err, "'%s' is listed twice or out of order",
			      name);
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

int untrusted_list_sums(struct untrusted_list *t, const char *text, size_t n,
			struct err *err)
{
	const char *end = text + n;
	int rc = 0;

	if (strlen(text) != n)
		return err_data(err, "'SHA256SUMS' holds a NUL");
	while (!rc && text < end) {
		const char *eol = strchr(text, '\n');
		struct digest d;

		if (!eol || eol - text < DIGEST_HEX + 3 ||
		    !is_hex(text, DIGEST_HEX) || digest_parse(&d, text) < 0 ||
		    strncmp(text + DIGEST_HEX, "  ", 2))
			return err_data(err,
					"'SHA256SUMS' is malformed in "
					"line %zu",
					t->n + 1);
		text += DIGEST_HEX + 2;
		rc = add(t, mem_strn(text, (size_t)(eol - text)), &d, err);
		text = eol + 1;
	}
	return rc;
}

int untrusted_list_sizes(struct untrusted_list *t, const char *text, size_t n,
			 struct err *err)
{
	const char *end = text + n;

	for (size_t i = 0; i < t->n; i++) {
		struct untrusted_entry *item = &t->entry[i];
		size_t digits = strspn(text, "0123456789");
		size_t k = strlen(item->name);

		if (!digits || digits > 15 || text[digits] != ' ' ||
		    (size_t)(end - text) < digits + k + 2 ||
		    memcmp(text + digits + 1, item->name, k) ||
		    text[digits + 1 + k] != '\n')
			return err_data(err,
					"'SIZES' does not list what "
					"SHA256SUMS lists, from '%s' on",
					item->name);
		item->size = strtoull(text, NULL, 10);
		t->total += item->size;
		if (t->total > (uint64_t)1 << 60)
			return err_data(err, "'SIZES' adds up to more than "
					     "any disk holds");
		text += digits + k + 2;
	}
	if (text != end)
		return err_data(err, "'SIZES' lists more than SHA256SUMS");
	t->sized = 1;
	return 0;
}

void untrusted_list_release(struct untrusted_list *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->entry[i].name);
	free(t->entry);
	memset(t, 0, sizeof(*t));
}
