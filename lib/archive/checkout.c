/* checkout.c - see checkout.h. */
#include "archive/checkout.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/pack.h"
#include "archive/pack_code.h"
#include "archive/protect.h"
#include "archive/provenance.h"
#include "archive/repeat_command.h"
#include "archive/script.h"
#include "base/mem.h"
#include "base/sh.h"
#include "store/object.h"
#include "store/staging.h"

/* For a program that is not ours pack_chain has packed the code already. */
static int pack(struct members *p, const struct provenance *c,
		struct messages *talk, struct err *err)
{
	int rc = pack_chain(p, c, PACK_TO_RUN, talk, err);

	if (!rc && !pack_code_is_foreign(&c->step[c->n - 1])) {
		rc = pack_code(p, c, 1, talk, err);
		member_sort(p);
	}
	return rc;
}

static int lay_out(const struct members *p, const struct provenance *c,
		   const char *temp, struct err *err)
{
	struct store inner = { 0 };
	struct strs gone = { 0 };
	int rc = store_make(&inner, temp, err) < 0 ? -1 : 0;

	store_release(&inner);
	if (!rc)
		rc = repeat_command_lay_out(p, c, temp, &gone, err);
	strs_release(&gone);
	return rc;
}

/* "cd a && XP_OUTSIDE=outside XP_PROTECT=/b tool ... <.xp/objects/..." */
static void add_command(const struct step *st, const char *dir, struct buf *to)
{
	const struct digest *in = file_list_find(&st->run.inputs, "-");
	char *outside = mem_printf("%s/%s/outside", dir, st->cwd);
	char *home = pack_code_is_foreign(st) ? protect_recorded(st) : NULL;

	if (*st->cwd) {
		buf_str(to, "cd ");
		sh_quote(to, st->cwd);
		buf_str(to, " && ");
	}
	if (access(outside, F_OK) == 0)
		buf_str(to, "XP_OUTSIDE=outside ");
	if (home) {
		buf_str(to, "XP_PROTECT=");
		sh_quote(to, home);
		buf_char(to, ' ');
	}
	free(home);
	script_command(st, to);
	if (in && !provenance_trivial(in)) {
		char *name = object_name(in);
		const char *p = st->cwd;

		buf_str(to, " < ");
		for (; *p; p += strcspn(p, "/"), p += *p == '/')
			buf_str(to, "../");
		buf_printf(to, ".xp/%s", name);
		free(name);
	}
	free(outside);
}

int checkout(const struct store *s, const char *id, const char *dir,
	     struct buf *command, struct messages *talk, struct err *err)
{
	struct members p = { 0 };
	struct provenance c;
	char *temp = NULL;
	int rc = provenance_read(&c, s, id, 1, err), held = -1;

	if (!rc)
		rc = run_may_repeat(&c.step[c.n - 1].run, err);
	if (!rc)
		rc = pack(&p, &c, talk, err);
	if (!rc)
		rc = staging_begin(dir, &temp, &held, err);
	if (!rc) {
		rc = lay_out(&p, &c, temp, err);
		if (!rc)
			rc = staging_finish(dir, temp, err);
		if (rc)
			staging_remove(temp);
	}
	if (!rc)
		add_command(&c.step[c.n - 1], dir, command);
	if (held >= 0)
		close(held);
	free(temp);
	member_release(&p);
	provenance_release(&c);
	return rc;
}
