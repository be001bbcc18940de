/* traced_calls.c - see traced_calls.h. */
#include "trace/traced_calls.h"

#include <sys/syscall.h>

const struct traced_call traced_calls[] = {
	{ SYS_openat, TRACED_OPEN, 0, 1, 2, -1, -1, 3 },
	{ SYS_openat2, TRACED_OPEN_HOW, 0, 1, 2, -1, -1, -1 },
	{ SYS_execve, TRACED_EXECUTE, -1, 0, -1, -1, -1, -1 },
	{ SYS_execveat, TRACED_EXECUTE, 0, 1, 4, -1, -1, -1 },
	{ SYS_renameat, TRACED_RENAME, 0, 1, -1, 2, 3, -1 },
	{ SYS_renameat2, TRACED_RENAME, 0, 1, 4, 2, 3, -1 },
	{ SYS_unlinkat, TRACED_REMOVE, 0, 1, 2, -1, -1, -1 },
	{ SYS_linkat, TRACED_LINK, 0, 1, 4, 2, 3, -1 },
	{ SYS_symlinkat, TRACED_SYMLINK, -1, -1, -1, 1, 2, -1 },
	{ SYS_readlinkat, TRACED_READ_LINK, 0, 1, -1, -1, -1, -1 },
	{ SYS_truncate, TRACED_TRUNCATE, -1, 0, -1, -1, -1, -1 },
	{ SYS_mkdirat, TRACED_MAKE_DIR, 0, 1, -1, -1, -1, -1 },
	{ SYS_fchmodat, TRACED_CHANGE, 0, 1, -1, -1, -1, -1 },
#ifdef SYS_open
	{ SYS_open, TRACED_OPEN, -1, 0, 1, -1, -1, 2 },
	{ SYS_creat, TRACED_CREATE, -1, 0, -1, -1, -1, 1 },
	{ SYS_rename, TRACED_RENAME, -1, 0, -1, -1, 1, -1 },
	{ SYS_unlink, TRACED_REMOVE, -1, 0, -1, -1, -1, -1 },
	{ SYS_mkdir, TRACED_MAKE_DIR, -1, 0, -1, -1, -1, -1 },
	{ SYS_rmdir, TRACED_CHANGE, -1, 0, -1, -1, -1, -1 },
	{ SYS_chmod, TRACED_CHANGE, -1, 0, -1, -1, -1, -1 },
	{ SYS_link, TRACED_LINK, -1, 0, -1, -1, 1, -1 },
	{ SYS_symlink, TRACED_SYMLINK, -1, -1, -1, -1, 1, -1 },
	{ SYS_readlink, TRACED_READ_LINK, -1, 0, -1, -1, -1, -1 },
#endif
	{ SYS_open_by_handle_at, TRACED_HANDLE, -1, -1, -1, -1, -1, -1 },
	{ SYS_io_uring_setup, TRACED_RING, -1, -1, -1, -1, -1, -1 },
	{ SYS_setuid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setgid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setreuid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setregid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setresuid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setresgid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setfsuid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setfsgid, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setgroups, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_capset, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_chroot, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_pivot_root, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_unshare, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_setns, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_mount, TRACED_APART, -1, -1, -1, -1, -1, -1 },
	{ SYS_landlock_restrict_self, TRACED_APART, -1, -1, -1, -1, -1, -1 },
};
_Static_assert(sizeof traced_calls / sizeof *traced_calls <= TRACED_MOST,
	       "room for all calls");
const size_t traced_calls_n = sizeof traced_calls / sizeof *traced_calls;

const struct traced_call *traced_calls_find(int number)
{
	for (size_t i = 0; i < traced_calls_n; i++)
		if (traced_calls[i].number == number)
			return &traced_calls[i];
	return NULL;
}
