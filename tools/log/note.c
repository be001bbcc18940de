/*
 * note.c - xp-log note: add a line to the notes of a run.
 */
#include <stdlib.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "base/mem.h"
#include "code/secret.h"
#include "run/resolve.h"

/* Returns TEXT as it may be recorded; the caller frees it. */
static char *without_secrets(struct ctx *ctx, const char *text)
{
	struct json *j = json_new();
	struct strs where = { 0 };
	char *clean;

	json_set_str(j, "note", text);
	secret_replace_json(&j, &where);
	if (where.n)
		ctx_warn(ctx, "the note has " SECRET_MARK " in place of what "
			      "looks like a secret");
	clean = mem_str(where.n ? json_str(j, "note") : text);
	strs_release(&where);
	json_free(j);
	return clean;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;
	struct run r;
	char *text;
	int rc;

	if (args_count(argc, 2, 2, "a run and a text", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	text = without_secrets(ctx, argv[1]);
	rc = run_note(&s, r.id, text, err);
	free(text);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_note = {
	.name = "note",
	.about = "add a line to the notes of a run",
	.usage = "RUN TEXT",
	.run = run,
};
