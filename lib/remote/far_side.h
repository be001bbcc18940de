/*
 * far_side.h - starts `xp-log serve` on another machine through ssh.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_FAR_SIDE_H
#define REMOTE_FAR_SIDE_H

#include <sys/types.h>

#include "base/err.h"

#define FAR_SIDE "ssh://"

struct far_side {
	char *host; /* "[USER@]HOST" for ssh */
	char *port; /* NULL: that of ssh */
	char *path; /* relative to the home directory if it has no '/' first */
	pid_t pid;
	int fd; /* a socket: its stdin and stdout */
};

/* Takes PLACE, "ssh://[USER@]HOST[:PORT]/PATH", apart.  "/~/PATH" is relative
 * to the home directory.  A part that ssh could take for an option is
 * err_usage, and so is any other form. */
int far_side_parse(struct far_side *f, const char *place, struct err *err);
/* Starts ssh, or the command of the shell in XP_SSH.  COMMAND (NULL: xp-log) is
 * xp-log there, a command of the shell there.  The stderr of ssh is ours. */
int far_side_start(struct far_side *f, const char *command, struct err *err);
/* Closes the socket and waits for the end of ssh.  With FAILED, puts into ERR
 * what the end of ssh tells: no connection, no such command. */
void far_side_end(struct far_side *f, int failed, struct err *err);
void far_side_release(struct far_side *f);

#endif
