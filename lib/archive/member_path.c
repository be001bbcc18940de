/* member_path.c - see member_path.h. */
#include "archive/member_path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/path.h"

#define OWN ".xp/run/"
#define RUNS ".xp/runs/"

const char *member_path_in_runs(const char *path)
{
	return !strncmp(path, RUNS, strlen(RUNS)) && member_path_is_safe(path) ?
		       path + strlen(RUNS) :
		       NULL;
}

/* Returns the place of a PATH with "..", or NULL if it leaves the
 * experiment. */
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
	/* Each place has one name only: a name that would be encoded
	 * differently is refused. */
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

/* Returns 1 if TEST returns 1 for a component of PLACE. */
static int has_part(const char *place, int (*test)(const char *part, size_t n))
{
	for (;;) {
		size_t n = strcspn(place, "/");

		if (test(place, n))
			return 1;
		if (!place[n])
			return 0;
		place += n + 1;
	}
}

/* Characters that some file systems leave out of names: U+200C to U+200F,
 * U+202A to U+202E, U+206A to U+206F, U+FEFF. */
static int is_ignored(const unsigned char *c)
{
	if (c[0] == 0xef)
		return c[1] == 0xbb && c[2] == 0xbf;
	if (c[0] != 0xe2)
		return 0;
	return (c[1] == 0x80 && ((c[2] >= 0x8c && c[2] <= 0x8f) ||
				 (c[2] >= 0xaa && c[2] <= 0xae))) ||
	       (c[1] == 0x81 && c[2] >= 0xaa && c[2] <= 0xaf);
}

static int is_git(const char *part, size_t n)
{
	char name[8] = "";
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (i + 2 < n && is_ignored((const unsigned char *)part + i)) {
			i += 2;
			continue;
		}
		if (part[i] == ':') /* a stream of the file before it */
			break;
		if (k == sizeof(name) - 1)
			return 0;
		name[k++] = part[i];
	}
	while (k && strchr(". ", name[k - 1]))
		k--;
	name[k] = '\0';
	return !strcasecmp(name, ".git") ||
	       (!strncasecmp(name, "git~", 4) && k == 5);
}

int member_path_is_git(const char *place)
{
	return has_part(place, is_git);
}

static int is_active(const char *part, size_t n)
{
	static const char *const names[] = {
		".autoenv",
		".autoenv.zsh",
		".bzr",
		".devcontainer",
		".dir-locals-2.el",
		".dir-locals.el",
		".direnv",
		".envrc",
		".exrc",
		".gdbinit",
		".gvimrc",
		".hg",
		".idea",
		".jj",
		".lldbinit",
		".lvimrc",
		".mise.toml",
		".nvim.lua",
		".nvimrc",
		".octaverc",
		".pdbrc",
		".RData",
		".Renviron",
		".Rprofile",
		".svn",
		".tool-versions",
		".vimrc",
		".vscode",
		"_darcs",
		"mise.toml",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && !strncasecmp(part, names[i], n))
			return 1;
	return 0;
}

int member_path_is_active(const char *place)
{
	return has_part(place, is_active);
}
