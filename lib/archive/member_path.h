/*
 * member_path.h - names of files in an archive and in a restored experiment.
 *
 * A recorded path is what a user wrote, so nothing is known about it.
 * Its place is a clean relative path below the restored directory; its
 * member name is the place in printable ASCII.  Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_PATH_H
#define ARCHIVE_MEMBER_PATH_H

/* Where PATH, read or written by run ID in directory CWD ("" is the top),
 * lies after a restore:
 *
 *	raw//a.tif		CWD/raw/a.tif
 *	/data/a.tif		CWD/outside/root/data/a.tif
 *	../a.tif		a.tif beside CWD, or CWD/outside/up/a.tif where
 *				CWD is the top
 *	.xp/run/NAME		.xp/runs/ID/NAME
 *	.xp/...			the same, wherever the run was
 *
 * The caller frees it. */
char *member_path(const char *cwd, const char *id, const char *path);

/* The part "ID/NAME" of a path .xp/runs/ID/NAME, or NULL.  Belongs to
 * PATH. */
const char *member_path_in_runs(const char *path);

/* Bytes outside printable ASCII, '%' and '\' as %XX, and back.  The
 * caller frees both; NULL: not what member_path_encode writes. */
char *member_path_encode(const char *place);
char *member_path_decode(const char *name);

/* 1 when PLACE can only name something below where it is looked up:
 * relative, no empty, "." or ".." component, no control character. */
int member_path_is_safe(const char *place);

/* 1 when git would take a part of PLACE for its own: ".git" in any case and
 * as other file systems spell it. */
int member_path_is_git(const char *place);
/* 1 when a part of PLACE is a file or directory by which a shell, an editor
 * or an interpreter that finds it runs commands: ".envrc", ".vscode" ... */
int member_path_is_active(const char *place);

#endif
