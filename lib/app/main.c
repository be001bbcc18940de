/*
 * main.c - the main() of every tool.
 *
 * Options, help, the record, stdout and the exit code are handled here and
 * nowhere else.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "app/args.h"
#include "app/detach.h"
#include "app/help.h"
#include "app/if_new.h"
#include "app/on_end.h"
#include "app/opt_rules.h"
#include "app/recorder.h"
#include "app/resume.h"
#include "app/stop.h"
#include "app/tool.h"
#include "file/file.h"
#include "file/in.h"
#include "base/mem.h"

static struct {
	const char *config;
	const char *because, *deps, *deps_target;
	struct strs expect;
	const char *on_end;
	int print_config, print_settings, quiet, log, json, keep_inputs, detach,
		help, version, if_new, keep_unchanged;
} common = { .log = 1 };

static const struct opt common_opts[] = {
	OPT_SECTION("Common options"),
	OPT_STR("config", &common.config, "FILE",
		"read settings (key = value lines) from FILE or a preset",
		.flags = OPT_ALIVE | OPT_FILE),
	OPT_FLAG("print-config", &common.print_config,
		 "print all settings as a settings file and exit",
		 .flags = OPT_ALIVE),
	OPT_FLAG("print-settings", &common.print_settings,
		 "print tool, operands, outputs and the settings that can "
		 "change a result as JSON and exit",
		 .flags = OPT_ALIVE),
	OPT_FLAG("log", &common.log, "record the run in the store",
		 .flags = OPT_ALIVE),
	OPT_FLAG("keep-inputs", &common.keep_inputs,
		 "copy input images into the store, too", .flags = OPT_ALIVE),
	OPT_LIST("expect", &common.expect, "EXPECTATION",
		 "record what is expected, such as 'test.pearson >= 0.8', for "
		 "xp-log check",
		 .flags = OPT_ALIVE),
	OPT_STR("because", &common.because, "TEXT", "record why it is run",
		.flags = OPT_ALIVE),
	OPT_SECTION("For make"),
	OPT_FLAG("if-new", &common.if_new,
		 "do nothing but give the outputs if a recorded run has done "
		 "the same",
		 .flags = OPT_ALIVE | OPT_WHEN),
	OPT_FLAG("keep-unchanged", &common.keep_unchanged,
		 "leave an output and its time alone if its bytes would be the "
		 "same",
		 .flags = OPT_ALIVE | OPT_WHEN),
	OPT_STR("deps", &common.deps, "FILE",
		"write the files that were read to FILE, as prerequisites for "
		"make",
		.flags = OPT_ALIVE | OPT_WHEN),
	OPT_STR("deps-target", &common.deps_target, "NAME",
		"with --deps: name of the target; default: all outputs",
		.flags = OPT_ALIVE | OPT_WHEN, .needs = "deps"),
	OPT_FLAG("quiet", &common.quiet, "print only warnings and errors",
		 .letter = 'q', .flags = OPT_ALIVE),
	OPT_END
};

static const struct opt long_opts[] = {
	OPT_FLAG("detach", &common.detach,
		 "find early faults, then print the run's id, go on in the "
		 "background and write what is said to the file 'log' of the "
		 "run",
		 .flags = OPT_ALIVE | OPT_WHEN),
	OPT_STR("on-end", &common.on_end, "COMMAND",
		"run COMMAND by sh when the run ends, with XP_RUN (its id) and "
		"XP_STATE (done, failed or stopped) in the environment",
		.flags = OPT_ALIVE | OPT_WHEN),
	OPT_END
};

static const struct opt look_opts[] = {
	OPT_SECTION("Common options"),
	OPT_FLAG("quiet", &common.quiet, "print only warnings and errors",
		 .letter = 'q', .flags = OPT_ALIVE),
	OPT_END
};

static const struct opt json_opts[] = {
	OPT_FLAG("json", &common.json, "print JSON instead of a table",
		 .flags = OPT_FREE | OPT_ALIVE),
	OPT_END
};

static const struct opt help_opts[] = {
	OPT_FLAG("help", &common.help,
		 "print this help and exit; --help=man, --help=options for "
		 "programs",
		 .letter = 'h', .flags = OPT_ALIVE),
	OPT_FLAG("version", &common.version, "print the version and exit",
		 .letter = 'V', .flags = OPT_ALIVE),
	OPT_END
};

/* Returns the flags of the command and of the tool. */
static unsigned all_flags(const struct command *c)
{
	return tool.flags | (c ? c->flags : 0);
}

static struct opt *add_table(struct opt *all, size_t *n, const struct opt *more)
{
	for (; more && more->kind != OPT_KIND_END; more++) {
		all = mem_grow(all, *n + 2, sizeof(*all));
		all[(*n)++] = *more;
		all[*n] = (struct opt)OPT_END;
	}
	return all;
}

/* Returns the options of the tool or command and the common ones as one
 * table. */
static struct opt *whole_table(const struct command *c)
{
	unsigned flags = all_flags(c);
	struct opt *all = NULL;
	size_t n = 0;

	if (tool.commands && !c) /* options follow the command */
		return add_table(all, &n, help_opts);
	all = add_table(all, &n, c ? c->opts : tool.opts);
	if (flags & TOOL_UNRECORDED)
		all = add_table(all, &n, look_opts);
	else
		all = add_table(all, &n, common_opts);
	if (flags & TOOL_LONG)
		all = add_table(all, &n, long_opts);
	if (flags & TOOL_TABLE)
		all = add_table(all, &n, json_opts);
	return add_table(all, &n, help_opts);
}

/* Returns what --help or --version asks for: "text", "man", "options" or
 * "version"; or NULL. */
static const char *asked_for(int argc, char **argv, unsigned flags)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return "text";
		if (!strncmp(argv[i], "--help=", 7))
			return argv[i] + 7;
		if (!strcmp(argv[i], "--version") || !strcmp(argv[i], "-V"))
			return "version";
		if ((flags & TOOL_OPERANDS) && argv[i][0] != '-')
			return NULL;
	}
	return NULL;
}

static int answer(struct ctx *ctx, const char *what, const struct command *c,
		  const struct opt *opts, struct err *err)
{
	struct buf b = { 0 };

	if (!strcmp(what, "version"))
		buf_printf(&b, "%s (xp) %s\n", tool.name, PACKAGE_VERSION);
	else if (!strcmp(what, "text"))
		help_text(&tool, c, opts, &b);
	else if (!strcmp(what, "man"))
		help_man_page(&tool, opts, &b);
	else if (!strcmp(what, "options"))
		help_options(&tool, c, opts, &b);
	else
		return err_usage(err, "--help=%s: want text, man or options",
				 what);
	out_add(ctx->out, buf_text(&b), b.len);
	buf_release(&b);
	return out_commit(ctx->out, err);
}

/* A word like "--qiuet" in place of a command is reported as an option. */
static int check_first(char *word, struct err *err)
{
	struct opt *opts = whole_table(NULL);
	int rc = args_parse(opts, 1, &word, 0, NULL, err);

	free(opts);
	return rc;
}

/* Returns the command named argv[1], or NULL with ERR if there is none. */
static const struct command *find_command(int argc, char **argv,
					  struct err *err)
{
	struct buf b = { 0 };

	if (argc > 1 && argv[1][0] == '-' && argv[1][1] &&
	    check_first(argv[1], err) < 0)
		return NULL;
	for (const struct command *const *c = tool.commands; *c; c++) {
		if (argc > 1 && !strcmp(argv[1], (*c)->name)) {
			buf_release(&b);
			return *c;
		}
		buf_printf(&b, b.len ? ", %s" : "%s", (*c)->name);
	}
	if (argc > 1 && argv[1][0] == '-')
		err_usage(err,
			  "unknown option '%s'; options of a command come "
			  "after the command",
			  argv[1]);
	else if (argc > 1)
		err_usage(err, "unknown command '%s'; want one of %s", argv[1],
			  buf_text(&b));
	else
		err_usage(err, "want a command, one of %s", buf_text(&b));
	buf_release(&b);
	return NULL;
}

/* The settings file was read before the recorder began, so the recorder gets to
 * know of it here. */
static int start_record(struct ctx *ctx, struct recorder_line *line,
			struct err *err)
{
	char *path = NULL;
	struct buf b = { 0 };
	int rc;

	if (common.config && strcmp(common.config, "-") &&
	    !resume_settings_are_recorded())
		path = opt_config_path(common.config);
	line->config = path;
	rc = recorder_start(ctx, line, err);
	if (!rc && path)
		rc = file_slurp(&b, path, (size_t)1 << 20, err);
	if (!rc && common.detach)
		rc = detach_record(ctx, err);
	line->config = NULL;
	buf_release(&b);
	free(path);
	return rc;
}

/* --print-config, --print-settings */
static int print(struct ctx *ctx, const struct opt *opts, int argc, char **argv,
		 struct err *err)
{
	struct buf b = { 0 };

	if (common.print_config)
		opt_print_config(opts, &b);
	else
		opt_print_settings(opts, ctx->name, argc, argv, &b);
	out_add(ctx->out, buf_text(&b), b.len);
	buf_release(&b);
	return out_commit(ctx->out, err);
}

/* Prints the error and returns the exit code. */
static int complain(const struct command *c, const struct err *err)
{
	const char *command = c ? c->name : "", *gap = c ? " " : "";
	struct buf text = { 0 };

	buf_visible(&text, err->text);
	fprintf(stderr, "%s%s%s: %s\n", tool.name, gap, command,
		buf_text(&text));
	buf_release(&text);
	if (err->kind == ERR_USAGE)
		fprintf(stderr, "Try '%s%s%s --help'.\n", tool.name, gap,
			command);
	return err->kind;
}

/* Wait until all inputs have been hashed.  If an input has changed, that is
 * often the reason why the tool failed, and its message may be the better
 * one. */
static int settle(int code, struct err *err)
{
	struct err trouble = { 0 };

	if (in_settle(!stop_asked(), &trouble) == 0)
		return code;
	if (code >= 0 || !strstr(err->text, trouble.text))
		*err = trouble;
	return -1;
}

/* Runs the command of --on-end. */
static void run_on_end(const struct ctx *ctx, int code, const char *run_id,
		       const char *run_dir)
{
	const char *state = "failed";

	if (code < 0 || (!code && ctx->unfinished))
		state = "stopped";
	else if (!code)
		state = "done";
	if (common.on_end)
		on_end_run(ctx, common.on_end, state, run_id, run_dir);
}

/* Runs the tool and completes the record.  Returns the exit code, or -N if
 * signal N ended the tool. */
static int run_recorded(struct ctx *ctx, const struct command *c, int argc,
			char **argv, int recorded)
{
	char *id = mem_str(ctx->run_id), *dir = mem_str(ctx->run_dir);
	struct err err = { 0 };
	int code = (c ? c->run : tool.run)(ctx, argc, argv, &err);

	code = settle(code, &err);
	if (code >= 0 && out_commit(ctx->out, &err) < 0)
		code = -1;
	if (code < 0)
		code = ctx->out->failed == EPIPE ? -SIGPIPE : complain(c, &err);
	if (stop_asked() && !ctx->ran_program)
		code = -stop_number();
	if (recorded &&
	    recorder_end(ctx, code || !ctx->unfinished ? code : -SIGALRM,
			 &err) < 0)
		code = complain(c, &err);
	run_on_end(ctx, code, id, dir);
	free(id);
	free(dir);
	return code;
}

/* Ends as the tool did, or as the program that it ran: a shell leaves a loop
 * when SIGINT ends a program in it, but not when one exits with 130. */
static int finish(const struct ctx *ctx, int code)
{
	const int number = ctx->program_signal;

	if ((number == SIGINT || number == SIGTERM || number == SIGHUP) &&
	    code == 128 + number)
		code = -number;
	if (code >= 0)
		return code;
	signal(-code, SIG_DFL);
	raise(-code);
	return ERR_SYS;
}

/* Keeps a copy of the command line, which parsing changes. */
static void keep_line(struct recorder_line *line, const struct opt *opts,
		      int argc, char **argv)
{
	size_t n = (size_t)argc + 1;

	free(line->argv);
	free(line->words.place);
	free(line->words.when);
	line->argc = argc;
	line->opts = opts;
	line->argv = mem_alloc(n * sizeof(*argv));
	memcpy(line->argv, argv, n * sizeof(*argv));
	line->words.place = mem_zero(n, sizeof(*line->words.place));
	line->words.when = mem_zero(n, sizeof(*line->words.when));
}

/* Leaves out of the copy the words that do not say what to do. */
static void cut_line(struct recorder_line *line, int operands)
{
	struct args_words *w = &line->words;
	int kept = 1, i;

	for (i = 1; i < line->argc; i++) {
		if (w->when[i - 1])
			continue;
		for (int k = 0; k < operands; k++)
			if (w->place[k] == i - 1)
				w->place[k] = kept - 1;
		line->argv[kept++] = line->argv[i];
	}
	line->argc = kept;
	line->argv[kept] = NULL;
}

/* Reports what makes no sense with the options for make. */
static int check_make(const struct opt *opts, int recorded, struct err *err)
{
	struct stat st;

	if (!common.log && (common.deps || common.if_new))
		return err_usage(err,
				 "--%s needs the record of the run: leave out "
				 "--no-log",
				 common.deps ? "deps" : "if-new");
	if (!recorded || !common.deps || common.deps_target ||
	    (fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode)))
		return 0;
	for (; opts->kind != OPT_KIND_END; opts++)
		if (opts->flags & (OPT_OUTPUT | OPT_OUTPUT_DIR) &&
		    *(const char *const *)opts->var)
			return 0;
	return err_usage(err, "--deps: no output has a name: redirect standard "
			      "output to a file, or name the target with "
			      "--deps-target");
}

/* The run is not begun, since another has done the same. */
static int run_given(struct ctx *ctx, const struct command *c,
		     const struct if_new *n)
{
	struct err err = { 0 };

	if (out_commit(ctx->out, &err) < 0)
		return ctx->out->failed == EPIPE ? -SIGPIPE : complain(c, &err);
	if (*n->error) {
		snprintf(err.text, sizeof(err.text), "%s", n->error);
		err.kind = ERR_NO;
		complain(c, &err);
	}
	return n->code;
}

/* Tells CTX what the common options say. */
static void pass_common(struct ctx *ctx)
{
	ctx->quiet = common.quiet;
	ctx->json = common.json;
	ctx->keep_inputs = common.keep_inputs;
	ctx->expect = &common.expect;
	ctx->because = common.because;
	ctx->deps = common.deps;
	ctx->deps_target = common.deps_target;
	out_keep_unchanged(common.keep_unchanged);
}

/* What only prints is not recorded. */
static int is_recorded(const struct command *c, const struct opt *opts)
{
	return !(all_flags(c) & TOOL_UNRECORDED) && !opt_unrecorded(opts);
}

/* Returns 1 in the process that is to run the tool.  Otherwise returns 0, and
 * *CODE is the exit code. */
static int detach(const struct ctx *ctx, const struct command *c, int recorded,
		  int *code)
{
	struct err err = { 0 };
	int rc;

	if (!common.detach)
		return 1;
	if (ctx->processes > 1)
		rc = err_usage(&err, "--detach: mpirun waits for the run; "
				     "start mpirun itself in the background "
				     "(nohup mpirun ... &)");
	else if (recorded)
		rc = detach_start(ctx, code, &err);
	else
		rc = err_usage(&err, "--detach keeps a log with the run, and "
				     "this run is not recorded: leave out "
				     "--detach or what prevents it, such as "
				     "--no-log");
	if (rc < 0)
		*code = complain(c, &err);
	return rc > 0;
}

/* Runs the tool, unless a recorded run has done the same. */
static int run_parsed(struct ctx *ctx, const struct command *c,
		      struct recorder_line *line)
{
	static struct if_new known; /* valid until the program ends */
	int recorded = is_recorded(c, line->opts), rc = 0, code;
	struct err err = { 0 };

	known.opts = line->opts;
	known.keep_unchanged = common.keep_unchanged;
	line->if_new = common.if_new ? &known : NULL;
	if (check_make(line->opts, recorded, &err) < 0 ||
	    opt_check_outputs(line->opts, common.deps, !c, &err) < 0 ||
	    resume_check(ctx, common.log, recorded, &err) < 0)
		return complain(c, &err);
	if (!detach(ctx, c, recorded, &code))
		return code;
	if (recorded && (rc = start_record(ctx, line, &err)) < 0)
		return complain(c, &err);
	if (rc == IF_NEW_DONE)
		rc = run_given(ctx, c, &known);
	else
		rc = run_recorded(ctx, c, line->operands, line->operand,
				  recorded);
	if_new_release(&known);
	return rc;
}

/* The options are known: parse the command line and do what it says. */
static int run_line(struct ctx *ctx, const struct command *c,
		    const struct opt *opts, int argc, char **argv)
{
	static struct recorder_line line; /* valid until the program ends */
	const char *resume;
	struct err err = { 0 };
	int n = 0;

	line.resume = resume = resume_value(opts, argc, argv);
	keep_line(&line, opts, argc, argv);
	if (resume &&
	    (n = resume_args(ctx, opts, resume, &argc, &argv, &err)) < 0)
		return complain(c, &err);
	if (n) { /* a new run goes on from a finished one */
		line.resume = resume = NULL;
		keep_line(&line, opts, argc, argv);
	}
	argc--;
	argv++;
	n = args_parse(opts, argc, argv, all_flags(c) & TOOL_OPERANDS,
		       resume ? NULL : &line.words, &err);
	if (n < 0)
		return complain(c, &err);
	if (common.help || common.version) /* --hel, -qh */
		return answer(ctx, common.help ? "text" : "version", c, opts,
			      &err) < 0 ?
			       complain(c, &err) :
			       0;
	pass_common(ctx);
	if (!resume && opt_rules_apply(ctx, opts, &err) < 0)
		return complain(c, &err);
	if (common.print_config || common.print_settings)
		return print(ctx, opts, n, argv, &err) < 0 ? complain(c, &err) :
							     0;
	if (!resume)
		cut_line(&line, n);
	line.operands = n;
	line.operand = argv;
	return run_parsed(ctx, c, &line);
}

/* Finds the command, and prints help or runs it. */
static int dispatch(struct ctx *ctx, int argc, char **argv)
{
	static struct opt *opts; /* valid until the program ends */
	const struct command *c = NULL;
	struct err err = { 0 };
	const char *what;

	what = asked_for(argc, argv, tool.commands ? TOOL_OPERANDS : 0);
	if (tool.commands && !what) {
		if (!(c = find_command(argc, argv, &err)))
			return complain(NULL, &err);
		argc--;
		argv++;
		what = asked_for(argc, argv, c->flags);
	}
	opts = whole_table(c);
	opt_defaults(opts);
	if (!what)
		return run_line(ctx, c, opts, argc, argv);
	return answer(ctx, what, c, opts, &err) < 0 ? complain(c, &err) : 0;
}

/* Open streams that are closed.  Otherwise the next file would get the number
 * of stdout, and what is meant for stdout would go into it. */
static void hold_streams(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd ? O_RDONLY : O_WRONLY);
}

int main(int argc, char **argv)
{
	struct err err = { 0 };
	struct out out;
	struct ctx ctx = { .tool = &tool, .name = tool.name, .out = &out };
	int code;

	hold_streams();
	stop_install();
	out_open(&out, "-", FILE_PLAIN, &err);
	code = tool.begin ? tool.begin(&ctx, &err) : 0;
	if (code)
		code = code < 0 ? complain(NULL, &err) : 0;
	else
		code = dispatch(&ctx, argc, argv);
	if (tool.end)
		tool.end();
	out_release(&out);
	resume_release();
	return finish(&ctx, code);
}
