/*
 * tag.c - see tag.h.
 */
#include "run/tag.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/durable.h"
#include "store/ledger.h"
#include "run/run_id.h"

/* Characters that are safe in file names everywhere.  A tag never looks like an
 * id, an option or @1. */
int tag_is_valid(const char *name)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-+=";
	size_t n = strlen(name);

	return n > 0 && n <= 100 && strspn(name, letters) == n &&
	       !strchr(".-", *name) && !run_id_is(name);
}

static int check(const char *name, struct err *err)
{
	if (tag_is_valid(name))
		return 0;
	return err_usage(err,
			 "'%s' cannot be a tag; a tag has at most 100 "
			 "letters, digits and characters of '._-+=', does "
			 "not begin with '.' or '-', and is not the id of a "
			 "run",
			 name);
}

static char *ref_name(const char *name)
{
	return mem_printf("refs/%s", name);
}

/* Returns 1 if the ledger says that there is a file REF. */
static int is_listed(const struct store *s, const char *ref)
{
	struct file_list l = { 0 };
	struct strs bad = { 0 };
	struct err ignored = { 0 };
	int yes = 0;

	if (ledger_read(s, &l, &bad, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			if (!strcmp(l.list[i].path, ref))
				yes = !ledger_is_gone(&l.list[i].digest);
	strs_release(&bad);
	file_list_release(&l);
	return yes;
}

int tag_drop(const struct store *s, const char *name, struct err *err)
{
	char *ref, *path, *dir;
	int rc;

	if (check(name, err) < 0)
		return -1;
	ref = ref_name(name);
	path = store_join(s, ref);
	dir = store_join(s, "refs");
	if (access(path, F_OK) == 0 && ledger_add(s, ref, NULL, err) < 0)
		rc = -1;
	else if (unlink(path) == 0)
		rc = durable_sync_dir(dir, err) < 0 ?
			     -1 :
			     ledger_add(s, ref, NULL, err);
	else if (errno == ENOENT && is_listed(s, ref))
		rc = ledger_add(s, ref, NULL, err);
	else if (errno == ENOENT)
		rc = err_data(err, "there is no tag '%s'", name);
	else
		rc = err_sys(err, "cannot remove '%s'", path);
	free(dir);
	free(path);
	free(ref);
	return rc;
}

/* Returns -1 with ERR if NAME is the tag of another run. */
static int is_free(const struct store *s, const char *name, const char *id,
		   struct err *err)
{
	char *other;
	int rc = tag_get(s, name, &other, err);

	if (rc == 1 && strcmp(other, id))
		rc = err_data(err,
			      "tag '%s' already names run %s; --force moves "
			      "it to run %s",
			      name, other, id);
	free(other);
	return rc < 0 ? -1 : 0;
}

int tag_set(const struct store *s, const char *name, const char *id, int force,
	    struct err *err)
{
	struct digest d;
	char *ref, *text;
	int rc;

	if (check(name, err) < 0 || (!force && is_free(s, name, id, err) < 0))
		return -1;
	ref = ref_name(name);
	text = mem_printf("%s\n", id);
	digest_of(&d, text, strlen(text));
	rc = ledger_add(s, ref, &d, err);
	if (!rc)
		rc = store_write(s, ref, text, strlen(text), err);
	if (!rc)
		rc = ledger_add(s, ref, &d, err);
	free(text);
	free(ref);
	return rc;
}

int tag_get(const struct store *s, const char *name, char **id, struct err *err)
{
	struct buf b = { 0 };
	char *ref;
	int rc;

	*id = NULL;
	if (!tag_is_valid(name))
		return 0;
	ref = ref_name(name);
	rc = store_read(s, ref, &b, err);
	if (rc == 1) {
		if (b.len && b.data[b.len - 1] == '\n')
			b.data[--b.len] = 0;
		if (run_id_is(buf_text(&b)) && strlen(b.data) == b.len)
			*id = buf_detach(&b);
		else
			rc = err_data(err, "the tag file '%s/%s' is damaged",
				      s->path, ref);
	}
	buf_release(&b);
	free(ref);
	return rc;
}

int tag_check(const struct store *s, const char *name, const char *id,
	      struct err *err)
{
	struct buf b = { 0 };
	char *ref = ref_name(name);
	int rc = store_read(s, ref, &b, err);

	if (rc == 1)
		rc = ledger_agrees(s, ref, id, &b, err);
	if (rc == 0)
		err_data(err,
			 "tag '%s' was changed by hand: '%s/%s' is not what "
			 "xp-log wrote; 'xp-log tag -f RUN %s' says what it "
			 "names",
			 name, s->path, ref, name);
	buf_release(&b);
	free(ref);
	return rc == 1 ? 0 : -1;
}

/* Returns 1 if the file REF, whose last line in the ledger has the digest D, is
 * missing and named run ID. */
static int is_lost(const struct store *s, const char *ref,
		   const struct digest *d, const char *id)
{
	char *line = mem_printf("%s\n", id), *path;
	struct digest want;
	int yes;

	digest_of(&want, line, strlen(line));
	free(line);
	if (!digest_same(d, &want))
		return 0;
	path = store_join(s, ref);
	yes = access(path, F_OK) < 0 && errno == ENOENT;
	free(path);
	return yes;
}

/* The lines of tags in L, the last of each. */
static int last_of(const struct file_list *l, size_t i)
{
	if (strncmp(l->list[i].path, "refs/", 5) ||
	    ledger_is_gone(&l->list[i].digest))
		return 0;
	for (size_t k = i + 1; k < l->n; k++)
		if (!strcmp(l->list[i].path, l->list[k].path))
			return 0;
	return 1;
}

int tag_check_lost(const struct store *s, const struct strs *ids,
		   struct err *err)
{
	struct file_list l = { 0 };
	struct strs bad = { 0 };
	int rc = ledger_read(s, &l, &bad, err);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const char *ref = l.list[i].path;

		for (size_t k = 0; !rc && last_of(&l, i) && k < ids->n; k++)
			if (is_lost(s, ref, &l.list[i].digest, ids->at[k]))
				rc = err_data(err,
					      "tag '%s' was removed by hand: "
					      "'%s/%s' is missing; 'xp-log tag "
					      "%s %s' puts it back, 'xp-log "
					      "tag --delete %s' removes it",
					      ref + 5, s->path, ref, ids->at[k],
					      ref + 5, ref + 5);
	}
	strs_release(&bad);
	file_list_release(&l);
	return rc;
}

int tag_list(const struct store *s, struct strs *names, struct err *err)
{
	return store_list(s, "refs", tag_is_valid, names, err);
}
