/*
 * member_path.h - names of files in an archive and in a restored experiment.
 *
 * A recorded path is what a user wrote, so it may have any form.  Its place is
 * a clean relative path below the restored directory; its member name is that
 * place in printable ASCII.  Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_PATH_H
#define ARCHIVE_MEMBER_PATH_H

/* Returns the place to which a restore puts PATH, a file that run ID read or
 * wrote.  CWD is the run's working directory, as a path below the restored
 * directory ("" is that directory itself, the top):
 *
 *	raw//a.tif		CWD/raw/a.tif
 *	/data/a.tif		CWD/outside/root/data/a.tif
 *	../a.tif		a.tif beside CWD, or CWD/outside/up/a.tif where
 *				CWD is the top
 *	.xp/run/NAME		.xp/runs/ID/NAME
 *	.xp/...			.xp/..., whatever CWD is
 *
 * The caller frees it. */
char *member_path(const char *cwd, const char *id, const char *path);

/* Returns the part "ID/NAME" of a path .xp/runs/ID/NAME, or NULL for any other
 * path.  The result points into PATH; do not free it. */
const char *member_path_in_runs(const char *path);

/* Returns PLACE with '%', '\' and each byte that is not printable ASCII written
 * as %XX; the caller frees it. */
char *member_path_encode(const char *place);
/* The reverse: returns the place, which the caller frees, or NULL if NAME is
 * not what member_path_encode would return for it. */
char *member_path_decode(const char *name);

/* Returns 1 when PLACE can only name something below the directory in which it
 * is looked up: it is relative and has no component that is empty, "." or ".."
 * and no control character. */
int member_path_is_safe(const char *place);

/* Returns 1 when git might treat a component of PLACE as its own: ".git" in
 * upper or lower case, or a spelling that some file systems take for it. */
int member_path_is_git(const char *place);
/* Returns 1 when a component of PLACE is a file or directory from which a
 * shell, an editor or an interpreter would run commands: ".envrc",
 * ".vscode" ... */
int member_path_is_active(const char *place);

#endif
