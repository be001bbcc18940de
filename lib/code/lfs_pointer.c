/* lfs_pointer.c - see lfs_pointer.h. */
#include "code/lfs_pointer.h"

#include <string.h>

int lfs_pointer_parse(struct digest *d, const char *text, size_t size)
{
	static const char begin[] = "version https://git-",
			  key[] = "\noid sha256:";
	const char *at = size ? memmem(text, size, key, strlen(key)) : NULL;

	if (!at || size < strlen(begin) || memcmp(text, begin, strlen(begin)) ||
	    (size_t)(text + size - at) <= strlen(key) + DIGEST_HEX)
		return -1;
	return digest_parse(d, at + strlen(key));
}
