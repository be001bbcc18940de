/*
 * environment.c - see environment.h.
 */
#include "run/environment.h"

#include <ctype.h>
#include <elf.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strs.h"
#include "base/thread_pool.h"
#include "store/durable.h"

#define MAX_NOTES ((size_t)1 << 20)
#define MAX_PROC ((size_t)16 << 20)
#define MAX_STATUS ((size_t)256 << 20)

extern char **environ;

static const char *const allowed[] = {
	"CUDA_VISIBLE_DEVICES",
	"GLIBC_TUNABLES",
	"GOTO_*",
	"LANG",
	"LANGUAGE",
	"LC_ADDRESS",
	"LC_ALL",
	"LC_COLLATE",
	"LC_CTYPE",
	"LC_IDENTIFICATION",
	"LC_MEASUREMENT",
	"LC_MESSAGES",
	"LC_MONETARY",
	"LC_NAME",
	"LC_NUMERIC",
	"LC_PAPER",
	"LC_TELEPHONE",
	"LC_TIME",
	"LD_LIBRARY_PATH",
	"LD_PRELOAD",
	"MKL_*",
	"OMP_*",
	"OPENBLAS_*",
	"PYTHONHASHSEED",
	"SLURM_*",
	"TZ",
	"XP_*",
};
static const char *const secret[] = {
	"*CREDENTIAL*", "*JWT*", "*KEY*", "*PASS*", "*SECRET*", "*TOKEN*",
};

static int is_allowed(const char *name, size_t n)
{
	char *copy = mem_strn(name, n);
	int yes = 0;
	size_t i;

	for (i = 0; i < sizeof allowed / sizeof *allowed; i++)
		yes |= fnmatch(allowed[i], copy, 0) == 0;
	for (i = 0; i < sizeof secret / sizeof *secret; i++)
		yes &= fnmatch(secret[i], copy, 0) != 0;
	free(copy);
	return yes;
}

static struct json *variables(void)
{
	struct json *j = json_new();
	char **e;

	for (e = environ; *e; e++) {
		const char *equals = strchr(*e, '=');
		char *name;

		if (!equals || !is_allowed(*e, (size_t)(equals - *e)))
			continue;
		name = mem_strn(*e, (size_t)(equals - *e));
		json_set_str(j, name, equals + 1);
		free(name);
	}
	return j;
}

/* Returns the value of the first line "NAME : value" of /proc/cpuinfo, or NULL;
 * the caller frees it. */
static char *cpu_field(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (; text && *text; text = strchr(text, '\n')) {
		const char *colon;

		text += *text == '\n';
		if (strncmp(text, name, n) || !isspace((unsigned char)text[n]))
			continue;
		colon = text + strcspn(text, ":\n");
		if (*colon != ':')
			continue;
		colon++;
		colon += strspn(colon, " ");
		return mem_strn(colon, strcspn(colon, "\n"));
	}
	return NULL;
}

static void add_cpu(struct json *j)
{
	static const char *const fields[] = { "model name", "vendor_id",
					      "cpu family", "model",
					      "stepping",   "microcode",
					      "flags",	    "Features" };
	struct json *cpu = json_new();
	struct buf b = { 0 };
	struct err ignored = { 0 };
	size_t i;

	durable_read(&b, "/proc/cpuinfo", MAX_PROC, &ignored);
	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		char *text = cpu_field(buf_text(&b), fields[i]);

		json_set_str(cpu, fields[i], text);
		free(text);
	}
	json_set(j, "cpu", cpu);
	json_set_int(j, "processors", thread_pool_processors());
	json_set_int(j, "memory",
		     (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE));
	buf_release(&b);
}

/* The ELF build id of a library tells exactly which build did the arithmetic.
 * Its version, the end of its file name, is for people. */

/* Returns the build id in a block of ELF notes, as hex; the caller frees it. */
static char *find_id(const unsigned char *p, size_t n)
{
	while (n >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) h;
		size_t name, data;
		struct buf hex = { 0 };
		size_t i;

		memcpy(&h, p, sizeof h);
		name = ((size_t)h.n_namesz + 3) & ~(size_t)3;
		data = ((size_t)h.n_descsz + 3) & ~(size_t)3;
		if (sizeof h + name + data > n)
			return NULL;
		p += sizeof h;
		if (h.n_type != NT_GNU_BUILD_ID || h.n_namesz != 4 ||
		    memcmp(p, "GNU", 4)) {
			p += name + data;
			n -= sizeof h + name + data;
			continue;
		}
		for (i = 0; i < h.n_descsz; i++)
			buf_printf(&hex, "%02x", p[name + i]);
		return buf_detach(&hex);
	}
	return NULL;
}

/* Reads exactly N bytes of FD at POS. */
static int read_at(int fd, void *to, size_t n, off_t pos)
{
	return pread(fd, to, n, pos) == (ssize_t)n;
}

static char *look_at(int fd, const ElfW(Phdr) * h)
{
	unsigned char *notes;
	char *id = NULL;

	if (h->p_type != PT_NOTE || h->p_filesz > MAX_NOTES)
		return NULL;
	notes = mem_zero(h->p_filesz + 1, 1);
	if (read_at(fd, notes, h->p_filesz, (off_t)h->p_offset))
		id = find_id(notes, h->p_filesz);
	free(notes);
	return id;
}

char *environment_build_id(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *id = NULL;
	ElfW(Ehdr) head;

	if (fd < 0)
		return NULL;
	if (read_at(fd, &head, sizeof head, 0) &&
	    !memcmp(head.e_ident, ELFMAG, SELFMAG) &&
	    head.e_phentsize == sizeof(ElfW(Phdr)))
		for (size_t i = 0; i < head.e_phnum && !id; i++) {
			ElfW(Phdr) h;

			if (read_at(fd, &h, sizeof h,
				    (off_t)(head.e_phoff + i * sizeof h)))
				id = look_at(fd, &h);
		}
	close(fd);
	return id;
}

static char *build_id(const struct dl_phdr_info *info)
{
	char *id = NULL;
	size_t i;

	for (i = 0; i < info->dlpi_phnum && !id; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];

		if (h->p_type == PT_NOTE)
			id = find_id((const unsigned char *)info->dlpi_addr +
					     h->p_vaddr,
				     h->p_memsz);
	}
	return id;
}

/* Returns the name of the file behind all links, "libtiff.so.6.0.0"; the caller
 * frees it. */
static char *file_name(const char *path)
{
	char *real = realpath(*path ? path : "/proc/self/exe", NULL);
	const char *slash = real ? strrchr(real, '/') : NULL;
	char *name = mem_str(slash ? slash + 1 : path);

	free(real);
	return name;
}

/* Adds a line "name TAB version TAB build id", to be sorted later. */
static int add_library(struct dl_phdr_info *info, size_t size, void *lines)
{
	const char *path = info->dlpi_name ? info->dlpi_name : "";
	char *name, *id, *so;

	(void)size;
	if (strstr(path, "linux-vdso") || strstr(path, "linux-gate"))
		return 0;
	name = file_name(path);
	id = build_id(info);
	so = strstr(name, ".so");
	if (so) {
		*so = 0;
		so += strlen(".so");
		so += *so == '.';
	}
	strs_take(lines,
		  mem_printf("%s\t%s\t%s", name, so ? so : "", id ? id : ""));
	free(id);
	free(name);
	return 0;
}

struct json *environment_libraries(void)
{
	static const char *const keys[] = { "name", "version", "build_id" };
	struct json *list = json_new_list();
	struct strs lines = { 0 };
	size_t i, k;

	dl_iterate_phdr(add_library, &lines);
	strs_sort(&lines);
	for (i = 0; i < lines.n; i++) {
		struct json *j = json_new();
		struct strs parts = { 0 };

		strs_split(&parts, lines.at[i], '\t');
		for (k = 0; k < 3 && k < parts.n; k++)
			if (*parts.at[k])
				json_set_str(j, keys[k], parts.at[k]);
		json_add(list, j);
		strs_release(&parts);
	}
	strs_release(&lines);
	return list;
}

struct json *environment_json(struct json *libraries)
{
	struct json *j = json_new();
	struct utsname u;

	json_set_str(j, "xp", "environment 1");
	if (uname(&u) == 0) {
		json_set_str(j, "host", u.nodename);
		json_set_str(j, "system", u.sysname);
		json_set_str(j, "kernel", u.release);
		json_set_str(j, "machine", u.machine);
	}
	json_set_str(j, "libc", gnu_get_libc_version());
	json_set_str(j, "compiler", __VERSION__);
	add_cpu(j);
	json_set(j, "libraries", libraries);
	json_set(j, "variables", variables());
	return j;
}

/* Parses one paragraph of dpkg's status file. */
static void add_package(struct strs *to, const char *text, size_t n)
{
	static const char *const keys[] = { "Package: ", "Version: ",
					    "Architecture: ", "Status: " };
	const char *value[4] = { NULL };
	const char *end = text + n;
	size_t i, len[4] = { 0 };

	while (text < end) {
		const char *next = memchr(text, '\n', (size_t)(end - text));
		size_t line = (size_t)((next ? next : end) - text);

		for (i = 0; i < 4; i++) {
			size_t k = strlen(keys[i]);

			if (line > k && !memcmp(text, keys[i], k)) {
				value[i] = text + k;
				len[i] = line - k;
			}
		}
		text += line + 1;
	}
	if (value[0] && value[1] && value[2] && value[3] &&
	    memmem(value[3], len[3], " installed", 10))
		strs_take(to, mem_printf("%.*s %.*s %.*s", (int)len[0],
					 value[0], (int)len[1], value[1],
					 (int)len[2], value[2]));
}

void environment_packages(struct buf *to)
{
	struct strs packages = { 0 };
	struct err ignored = { 0 };
	struct buf b = { 0 };
	const char *at, *end;
	size_t i;

	durable_read(&b, "/var/lib/dpkg/status", MAX_STATUS, &ignored);
	for (at = buf_text(&b); *at; at = end) {
		end = strstr(at, "\n\n");
		end = end ? end + 2 : at + strlen(at);
		add_package(&packages, at, (size_t)(end - at));
	}
	strs_sort(&packages);
	for (i = 0; i < packages.n; i++)
		buf_printf(to, "%s\n", packages.at[i]);
	strs_release(&packages);
	buf_release(&b);
}
