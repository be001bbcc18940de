/*
 * archive.c - xp-log archive: pack a run into one file.
 */
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "archive/archive.h"
#include "run/resolve.h"

static const char *to;
static int alone, without_code, with_secrets;

static const struct opt opts[] = {
	OPT_STR("output", &to, "FILE",
		"write the archive to FILE; compressed if its name ends in "
		".zst",
		.letter = 'o'),
	OPT_FLAG("alone", &alone, "leave out the runs that made the inputs"),
	OPT_FLAG("without-code", &without_code,
		 "archive the run even if some of its code no longer exists"),
	OPT_FLAG("with-secrets", &with_secrets,
		 "also archive files that look like secrets, such as "
		 "credentials.json"),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct messages talk = { 0 };
	struct digest name;
	struct run r;
	struct store s;
	int rc;

	if (args_count(argc, 1, 1, "one run", err) < 0)
		return -1;
	if (!to || !strcmp(to, "-"))
		return err_usage(err,
				 "name the file to write: -o FILE.tar.zst");
	if (resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = archive_write(&s, r.id, to,
			   (alone ? ARCHIVE_ALONE : 0) |
				   (without_code ? ARCHIVE_WITHOUT_CODE : 0) |
				   (with_secrets ? ARCHIVE_WITH_SECRETS : 0),
			   &name, &talk, err);
	ctx_messages(ctx, &talk);
	if (!rc)
		out_printf(ctx->out, "%s\n", digest_hex(hex, &name));
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_archive = {
	.name = "archive",
	.about = "pack a run, its inputs, outputs and code into one file",
	.usage = "RUN -o FILE.tar.zst",
	.opts = opts,
	.run = run,
};
