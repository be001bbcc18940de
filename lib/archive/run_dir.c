/* run_dir.c - see run_dir.h. */
#include "archive/run_dir.h"

#include <stdlib.h>
#include <string.h>

#include "archive/member_path.h"
#include "base/mem.h"

static char *parent(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_str(".");
	return slash == path ? mem_str("/") :
			       mem_strn(path, (size_t)(slash - path));
}

/* Returns DIR of run ID in a file `places`; the caller frees it. */
static char *listed(const char *text, const char *id)
{
	size_t n = strlen(id), end;

	for (; *text; text += end + (text[end] == '\n')) {
		char *dir;

		end = strcspn(text, "\n");
		if (strncmp(text, id, n) || text[n] != ' ')
			continue;
		dir = mem_strn(text + n + 1, end - n - 1);
		if (!*dir || member_path_is_safe(dir))
			return dir;
		free(dir);
	}
	return NULL;
}

static void restored(struct step *st, const char *top, char *cwd)
{
	st->cwd = cwd;
	st->root = *cwd ? mem_printf("%s/%s", top, cwd) : mem_str(top);
	st->outside = mem_printf("%s/outside", st->root);
}

/* If a run ran outside the directory that holds the store, its own directory
 * becomes the top. */
static void recorded(struct step *st, const char *top)
{
	const char *cwd = json_str(st->run.start, "cwd");
	const char *full = json_str(st->run.start, "cwd_absolute");

	cwd = cwd && !strcmp(cwd, ".") ? "" : cwd;
	if (cwd && *cwd && !member_path_is_safe(cwd))
		cwd = NULL;
	st->cwd = mem_str(cwd ? cwd : "");
	if (full && !cwd)
		st->root = mem_str(full);
	else
		st->root = *st->cwd ? mem_printf("%s/%s", top, cwd) :
				      mem_str(top);
}

void run_dir_find(struct step *step, size_t n, const struct store *s)
{
	char *top = parent(s->path);
	struct buf text = { 0 };
	struct err ignored = { 0 };

	store_read(s, "places", &text, &ignored);
	for (size_t i = 0; i < n; i++) {
		struct step *st = &step[i];
		char *cwd = listed(buf_text(&text), st->run.id);

		if (cwd)
			restored(st, top, cwd);
		else
			recorded(st, top);
	}
	buf_release(&text);
	free(top);
}

int run_dir_is_restored(const struct store *s, const char *id)
{
	struct buf text = { 0 };
	struct err ignored = { 0 };
	char *dir;
	int yes;

	store_read(s, "places", &text, &ignored);
	dir = listed(buf_text(&text), id);
	yes = dir != NULL;
	free(dir);
	buf_release(&text);
	return yes;
}

void run_dir_text(const struct step *step, size_t n, struct buf *to)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(to, "%s %s\n", step[i].run.id, step[i].cwd);
}
