/* archive.c - writes an experiment to a tar file. */
#include "archive/archive.h"

#include <stdlib.h>
#include <string.h>

#include "archive/member_path.h"
#include "archive/pack.h"
#include "archive/pack_code.h"
#include "archive/pack_record.h"
#include "archive/readme.h"
#include "archive/script.h"
#include "archive/tar.h"
#include "base/mem.h"
#include "run/argv.h"

static void add_text(struct members *p, const char *name, struct buf *text)
{
	member_text(p, name, buf_text(text), text->len);
	buf_release(text);
}

/* SIZES has a line with its own length, so it is written again until that
 * length is right. */
static void add_sizes(struct members *p)
{
	struct buf text = { 0 };
	size_t before;

	add_text(p, "SIZES", &text);
	member_sort(p);
	member_sizes(p, &text);
	do {
		before = text.len;
		add_text(p, "SIZES", &text);
		member_sort(p);
		member_sizes(p, &text);
	} while (text.len != before);
	add_text(p, "SIZES", &text);
	member_sort(p);
}

static void add_texts(struct members *p, const struct provenance *c)
{
	struct buf b = { 0 };

	script_run(c, &b);
	add_text(p, "run.sh", &b);
	p->list[p->n - 1].blob.executable = 1;
	readme_text(c, &b);
	add_text(p, "README", &b);
	readme_outputs(c, &b);
	add_text(p, "outputs.sha256", &b);
	add_sizes(p);
}

static int add_data(void *arg, const void *data, size_t n, struct err *err)
{
	return tar_data(arg, data, n, err);
}

static int write_piece(struct tar_out *t, const struct member *p,
		       struct err *err)
{
	if (tar_member(t, p->name, p->blob.executable, p->blob.size, err) < 0)
		return -1;
	if (!p->from)
		return tar_data(t, p->text, p->blob.size, err);
	return blob_feed(p->from, &p->blob, add_data, t, err);
}

/* What an archive must hold, in this order. */
struct packed {
	const struct members *p;
	const struct member *sums;
};

static int check_member(const struct member *want, const char *name,
			struct tar_in *t, struct err *err)
{
	static const size_t size = 1 << 18;
	char *chunk = mem_alloc(size);
	struct hash *h = digest_new();
	struct digest is;
	ssize_t n;

	while ((n = tar_read(t, chunk, size, err)) > 0)
		digest_add(h, chunk, (size_t)n);
	digest_end(h, &is);
	free(chunk);
	if (n < 0)
		return -1;
	if (strcmp(name, want->name) || !digest_same(&is, &want->blob.digest))
		return err_data(err,
				"member '%s' differs from what was "
				"packed",
				name);
	return 0;
}

static int check_written(void *arg, struct tar_in *t, struct err *err)
{
	const struct packed *e = arg;
	struct tar_entry entry;
	int rc;

	for (size_t i = 0; i <= e->p->n; i++) {
		rc = tar_next(t, &entry, err);
		if (rc == 0)
			rc = err_data(err, "the end of the archive is missing");
		if (rc > 0)
			rc = check_member(i ? &e->p->list[i - 1] : e->sums,
					  entry.name, t, err);
		if (rc)
			return -1;
	}
	rc = tar_next(t, &entry, err);
	return rc > 0 ? err_data(err, "the archive has more members than "
				      "were packed") :
			rc;
}

static int write_tar(const struct members *p, const char *path,
		     struct digest *name, struct err *err)
{
	struct member sums = { .name = (char[]){ "SHA256SUMS" } };
	struct packed packed = { p, &sums };
	struct buf text = { 0 };
	struct tar_out *t;
	int rc = tar_create(&t, path, err);

	if (rc < 0)
		return -1;
	member_sums(p, &text);
	sums.text = text.data;
	sums.blob.size = text.len;
	digest_of(&sums.blob.digest, buf_text(&text), text.len);
	rc = write_piece(t, &sums, err);
	for (size_t i = 0; !rc && i < p->n; i++)
		rc = write_piece(t, &p->list[i], err);
	buf_release(&text);
	if (!rc)
		return tar_finish(t, name, check_written, &packed, err);
	tar_drop(t);
	return -1;
}

/* Another program finds '../x' only where it was: it knows no XP_OUTSIDE. */
static void say_outside(const struct step *st, struct messages *talk)
{
	const struct file_list *l = &st->run.inputs;

	for (size_t i = 0; st->rerun && pack_code_is_foreign(st) && i < l->n;
	     i++) {
		char *place = member_path(st->cwd, st->run.id, l->list[i].path);
		int outside = strstr(place, "outside/up/") != NULL;

		if (outside)
			messages_warn(talk,
				      "run %s read '%s', which lies above "
				      "the directory of the store; the "
				      "archive contains this file, but "
				      "run.sh cannot put the file where the "
				      "program looks for it",
				      st->run.id, l->list[i].path);
		free(place);
	}
}

int archive_write(const struct store *s, const char *id, const char *path,
		  unsigned flags, struct digest *name, struct messages *talk,
		  struct err *err)
{
	struct members p = { 0 };
	struct provenance c;
	int rc = provenance_read(&c, s, id, flags & ARCHIVE_ALONE, err);

	for (size_t i = 0; i < c.guesses.n; i++)
		messages_info(talk, "%s", c.guesses.list[i].text);
	for (size_t i = 0; !rc && i < c.n; i++)
		if (c.step[i].rerun && argv_has_secret(c.step[i].run.start))
			messages_warn(
				talk,
				"the command of run %s held a secret, and "
				"the secret was not recorded; run.sh will "
				"stop before this command",
				c.step[i].run.id);
	for (size_t i = 0; !rc && i < c.n; i++)
		say_outside(&c.step[i], talk);
	c.without_code = flags & ARCHIVE_WITHOUT_CODE;
	c.with_secrets = flags & ARCHIVE_WITH_SECRETS;
	if (!rc)
		rc = pack_chain(&p, &c, PACK_ALL, talk, err);
	if (!rc) {
		add_texts(&p, &c);
		rc = write_tar(&p, path, name, err);
	}
	member_release(&p);
	provenance_release(&c);
	return rc;
}
