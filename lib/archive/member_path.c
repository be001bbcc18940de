/* member_path.c - see member_path.h. */
#include "archive/member_path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"

#define OWN ".xp/run/"
#define RUNS ".xp/runs/"

const char *member_path_in_runs(const char *path)
{
	return !strncmp(path, RUNS, strlen(RUNS)) && member_path_is_safe(path) ?
		       path + strlen(RUNS) :
		       NULL;
}

/* The place of a PATH with ".." that stays in the experiment, or NULL. */
static char *inside(const char *cwd, const char *path)
{
	char *joined = mem_printf("%s/%s", cwd, path), *place = NULL;

	if (*cwd && *path != '/') {
		place = path_clean(joined);
		if (!member_path_is_safe(place)) {
			free(place);
			place = NULL;
		}
	}
	free(joined);
	return place;
}

char *member_path(const char *cwd, const char *id, const char *path)
{
	const char *slash = *cwd ? "/" : "";
	char *outside, *place, *clean;

	if (!strncmp(path, OWN, strlen(OWN)) && member_path_is_safe(path))
		return mem_printf(RUNS "%s/%s", id, path + strlen(OWN));
	if (!strncmp(path, ".xp/", 4) && member_path_is_safe(path))
		return mem_str(path);
	outside = path_outside(path);
	if (outside && (place = inside(cwd, path))) {
		free(outside);
		return place;
	}
	if (outside)
		place = mem_printf("%s%soutside/%s", cwd, slash, outside);
	else
		place = mem_printf("%s%s%s", cwd, slash, path);
	free(outside);
	clean = path_clean(place);
	free(place);
	return clean;
}

static int plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '%' && c != '\\';
}

char *member_path_encode(const char *place)
{
	struct buf b = { 0 };

	buf_str(&b, "");
	for (; *place; place++) {
		if (plain((unsigned char)*place))
			buf_char(&b, *place);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*place);
	}
	return buf_detach(&b);
}

static int hex(char c)
{
	const char *digits = "0123456789ABCDEF", *at = strchr(digits, c);

	return c && at ? (int)(at - digits) : -1;
}

char *member_path_decode(const char *name)
{
	struct buf b = { 0 };
	char *back;

	buf_str(&b, "");
	for (const char *p = name; *p; p++) {
		int high, low;

		if (*p != '%') {
			buf_char(&b, *p);
			continue;
		}
		high = hex(p[1]);
		low = high < 0 ? -1 : hex(p[2]);
		if (low < 0 || !(high * 16 + low))
			break;
		buf_char(&b, (char)(high * 16 + low));
		p += 2;
	}
	/* One place has one name: what encodes differently is refused. */
	back = member_path_encode(buf_text(&b));
	if (strcmp(back, name)) {
		free(back);
		buf_release(&b);
		return NULL;
	}
	free(back);
	return buf_detach(&b);
}

int member_path_is_safe(const char *place)
{
	size_t n;

	if (!*place || strlen(place) >= PATH_MAX)
		return 0;
	for (const char *p = place; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return 0;
	for (;; place += n + 1) {
		n = strcspn(place, "/");
		if (!n || n > NAME_MAX)
			return 0;
		if (*place == '.' && (n == 1 || (n == 2 && place[1] == '.')))
			return 0;
		if (!place[n])
			return 1;
	}
}
