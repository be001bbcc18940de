/*
 * found_place.c - see found_place.h.
 */
#include "trace/found_place.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

const char *found_place_below(const char *path, const char *dir)
{
	size_t n = dir ? strlen(dir) : 0;

	return dir && !strncmp(path, dir, n) && path[n] == '/' ? path + n + 1 :
								 NULL;
}

static int is_below_any(const char *path, const char *const *dirs)
{
	for (; *dirs; dirs++)
		if (found_place_below(path, *dirs))
			return 1;
	return 0;
}

int found_place_is_in(const char *path, const char *name)
{
	size_t n = strlen(name);
	const char *at = path;

	while ((at = strstr(at, name))) {
		if (at > path && at[-1] == '/' && at[n] == '/')
			return 1;
		at += n;
	}
	return 0;
}

/* .../lib/python3.11/... */
static int is_in_python(const char *path)
{
	const char *at = strstr(path, "/lib/python");

	return at && isdigit((unsigned char)at[11]);
}

static int is_shared_library(const char *path)
{
	const char *name = strrchr(path, '/'), *so = strstr(name, ".so");

	return so &&
	       (!so[3] || (so[3] == '.' && isdigit((unsigned char)so[4])));
}

static int is_module(const char *path, int ours)
{
	static const char *const dirs[] = { "/usr",	"/lib",	   "/lib32",
					    "/lib64",	"/libx32", "/bin",
					    "/sbin",	"/etc",	   "/opt",
					    "/nix",	"/gnu",	   "/snap",
					    "/var/lib", NULL };

	if (found_place_is_in(path, "site-packages") ||
	    found_place_is_in(path, "dist-packages") ||
	    found_place_is_in(path, "node_modules") || is_in_python(path))
		return 1;
	return !ours && (is_below_any(path, dirs) || strstr(path, "/.") ||
			 is_shared_library(path));
}

int found_place_ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	return n >= k && !strcmp(text + n - k, end);
}

int found_place_is_ours(const struct found_home *f, const char *path)
{
	return found_place_below(path, f->project) ||
	       found_place_below(path, f->cwd);
}

/* Weights and tables of other runs; their records are no input. */
static enum found_place place_in_store(const char *name)
{
	return !strncmp(name, "runs/", 5) &&
			       (found_place_ends_with(name, ".safetensors") ||
				found_place_ends_with(name, ".tsv")) ?
		       FOUND_PROJECT :
		       FOUND_LEFT_OUT;
}

/* What is below /proc, /sys, /dev and /run is of the kernel or of daemons, but
 * for disks that are mounted there. */
enum found_place found_place_of(const struct found_home *f, const char *path)
{
	static const char *const kernel[] = { "/proc", "/sys", "/dev", "/run",
					      NULL };
	static const char *const disks[] = { "/dev/shm", "/run/media",
					     "/run/user", NULL };
	const char *inner = found_place_below(path, f->store);
	int ours = found_place_is_ours(f, path);

	if (inner)
		return place_in_store(inner);
	if ((is_below_any(path, kernel) && !is_below_any(path, disks) &&
	     !ours) ||
	    found_place_is_in(path, ".git"))
		return FOUND_LEFT_OUT;
	return is_module(path, ours) ? FOUND_MODULE : FOUND_PROJECT;
}

char *found_place_name(const struct found_home *f, const char *path,
		       int relative)
{
	const char *inner = found_place_below(path, f->cwd);
	size_t up = 0, same = 0;
	struct buf b = { 0 };

	if (inner)
		return mem_str(inner);
	if (!relative && !found_place_below(path, f->project))
		return mem_str(path);
	for (size_t i = 0; f->cwd[i] && f->cwd[i] == path[i]; i++)
		if (path[i] == '/')
			same = i;
	for (size_t i = same; f->cwd[i]; i++)
		up += f->cwd[i] == '/';
	while (up--)
		buf_str(&b, "../");
	buf_str(&b, path + same + 1);
	return buf_detach(&b);
}

char *found_place_parent(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? mem_strn(path, (size_t)(slash - path)) : NULL;
}

char *found_place_real(const char *path)
{
	char *dir = found_place_parent(path), *real = NULL, *key;

	if (found_place_below(path, "/proc")) {
		free(dir);
		return mem_str(path); /* what is there depends on who looks */
	}
	while (dir && *dir && !(real = realpath(dir, NULL)))
		*strrchr(dir, '/') = 0;
	if (!real)
		key = mem_str(path);
	else
		key = mem_printf("%s%s", strcmp(real, "/") ? real : "",
				 path + strlen(dir));
	free(real);
	free(dir);
	return key;
}
