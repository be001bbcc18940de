/*
 * libraries.c - see libraries.h.
 *
 * The ELF build id of a library tells exactly which build did the arithmetic.
 * Its version, the end of its file name, is for people.
 */
#include "run/libraries.h"

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strs.h"

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

struct json *libraries_json(void)
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
