/*
 * xp-log.c - look at, name, compare and pack what was recorded.
 *
 * Every command is a few lines over lib/store; nothing here is recorded
 * except the program that `run` starts.
 */
#include <string.h>

#include "app/log.h"
#include "app/tool.h"
#include "run/index_table.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/run_file.h"
#include "run/show.h"
#include "run/tag.h"

static struct index_filter filter;
static int drop_tag;

static const char *const states[] = {
	"running", "interrupted", "done",    "no",
	"stopped", "failed",	  "damaged", NULL
};

static const struct opt ls_opts[] = {
	OPT_STR("tool", &filter.tool, "NAME", "only runs of this tool"),
	OPT_CHOICE("state", &filter.state, states, "only runs in this state"),
	OPT_INT("last", &filter.last, "N", "only the last N; 0: all",
		.letter = 'n', .low = 0, .high = 1e9),
	OPT_END
};

static const struct opt tag_opts[] = {
	OPT_FLAG("delete", &drop_tag, "take the tag away", .letter = 'd'),
	OPT_END
};

static int operands(int argc, int low, int high, const char *what,
		    struct err *err)
{
	if (argc < low)
		return err_usage(err, "want %s", what);
	if (argc > high)
		return err_usage(err, "too many operands: want %s", what);
	return 0;
}

static int cmd_init(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;

	if (operands(argc, 0, 1, "at most one directory", err) < 0 ||
	    store_make(&s, argc ? argv[0] : NULL, err) < 0)
		return -1;
	ctx_say(ctx, "archive in '%s'", s.path);
	store_release(&s);
	return 0;
}

static int cmd_ls(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct tsv t = { 0 };
	struct store s;
	int rc;

	(void)argv;
	if (operands(argc, 0, 0, "no operand", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	rc = index_table(&t, &s, &filter, err);
	if (rc == 0)
		ctx_table(ctx, &t);
	tsv_release(&t);
	store_release(&s);
	return rc;
}

static int cmd_show(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct buf b = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (operands(argc, 0, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argc ? argv[0] : "@1", err) < 0)
		return -1;
	rc = (ctx->json ? show_json : show_text)(&b, &s, &r, err);
	out_str(ctx->out, buf_text(&b));
	buf_release(&b);
	run_release(&r);
	store_release(&s);
	return rc;
}

static int cmd_cat(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct buf b = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (operands(argc, 1, 2, "a run, and a path or digest", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = run_file(&s, &r, argc > 1 ? argv[1] : NULL, &b, err);
	if (rc == 0)
		out_add(ctx->out, b.data, b.len);
	buf_release(&b);
	run_release(&r);
	store_release(&s);
	return rc;
}

static int cmd_note(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;
	struct run r;
	int rc;

	(void)ctx;
	if (operands(argc, 2, 2, "a run and a text", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = run_note(&s, r.id, argv[1], err);
	run_release(&r);
	store_release(&s);
	return rc;
}

static int cmd_tag(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;
	struct run r;
	int rc;

	(void)ctx;
	if (drop_tag) {
		if (operands(argc, 1, 1, "a tag", err) < 0 ||
		    store_need(&s, err) < 0)
			return -1;
		rc = tag_set(&s, argv[0], NULL, err);
		store_release(&s);
		return rc;
	}
	if (operands(argc, 2, 2, "a run and a name", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = tag_set(&s, argv[1], r.id, err);
	run_release(&r);
	store_release(&s);
	return rc;
}

static const struct command commands[] = {
	{ "init", "make an archive", "[DIR]", NULL, cmd_init, 0 },
	{ "ls", "list the runs", "[OPTION]...", ls_opts, cmd_ls, TOOL_TABLE },
	{ "show", "show one run and where its inputs came from", "[RUN]", NULL,
	  cmd_show, TOOL_TABLE },
	{ "cat", "print a file that a run read or wrote (its stdout)",
	  "RUN [PATH|DIGEST]", NULL, cmd_cat, 0 },
	{ "note", "write a line to a run's notes", "RUN TEXT", NULL, cmd_note,
	  0 },
	{ "tag", "give a run a name", "RUN NAME | -d NAME", tag_opts, cmd_tag,
	  0 },
	{ "run", "record any program", "[OPTION]... -- PROGRAM [WORD]...",
	  log_run_opts, log_run, TOOL_OPERANDS },
	{ "diff", "say what two runs do not have in common", "RUN RUN", NULL,
	  log_diff, TOOL_TABLE },
	{ "archive", "pack a run and all it stands on into one file",
	  "RUN -o FILE.tar.zst", log_archive_opts, log_archive, 0 },
	{ "restore", "unpack such a file, checking all of it", "FILE DIR",
	  log_restore_opts, log_restore, 0 },
	{ "verify", "run it again and compare its outputs", "[OPTION]... RUN",
	  log_verify_opts, log_verify, TOOL_TABLE },
	{ .name = NULL }
};

const struct tool tool = {
	.name = "xp-log",
	.about = "look at, name, compare and pack what was recorded",
	.usage = "COMMAND [OPTION]... [OPERAND]...",
	.notes = "A RUN is named by its id, a unique prefix of it, a tag, or "
		 "@1 (the last), @2 (the one before) and so on.",
	.example = "xp-log ls -n 5\n"
		   "xp-log show @1\n"
		   "xp-log tag @1 baseline\n"
		   "xp-log diff baseline @1\n"
		   "xp-log archive @1 -o yeast.tar.zst",
	.commands = commands,
	.flags = TOOL_UNRECORDED,
};
