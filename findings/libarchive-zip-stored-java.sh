#!/bin/sh
# libarchive-zip-stored-java.sh - a zip of stored members written by libarchive
# cannot be read by Java's ZipInputStream, which reads the same members when
# they are deflated: libarchive puts their sums behind the data, and Java's
# stream reader takes that of deflated members only.  Java's ZipFile, which
# looks at the end of the file, and Python read both.  Programs in Java open
# model packages (bioimage.io), which are zips.
#
# Seen with libarchive 3.6.2 (libarchive-tools) of Debian 12 and OpenJDK 17 in
# November 2026.
. "$(dirname "$0")/lib.sh"

command -v javac > /dev/null || cannot "no javac"
debian 'libarchive-tools=3.6.2-*'
echo 'type: model' > rdf.yaml
cat > Zips.java << 'END'
import java.io.FileInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

public class Zips {
	public static void main(String[] args) throws Exception {
		if (args[0].equals("file")) {
			ZipFile f = new ZipFile(args[1]);
			ZipEntry e = f.getEntry("rdf.yaml");
			System.out.println(f.getInputStream(e)
				.readAllBytes().length + " bytes");
			return;
		}
		try (ZipInputStream in = new ZipInputStream(
				new FileInputStream(args[1]))) {
			in.getNextEntry();
			System.out.println(in.readAllBytes().length + " bytes");
		} catch (ZipException e) {
			System.out.println("ZipException");
		}
	}
}
END
java_plain() {
	java Zips.java "$@"
}
pack() {
	bsdtar -c --format zip --options "zip:compression=$1" -f "$1.zip" \
		rdf.yaml
}
pack store
pack deflate
for how in store deflate; do
	expect "Python, of $how" "12 bytes" py -c "import zipfile
print(len(zipfile.ZipFile('$how.zip').read('rdf.yaml')), 'bytes')"
	expect "Java's ZipFile, of $how" "12 bytes" java_plain file $how.zip
done
expect "Java's ZipInputStream, of deflate" "12 bytes" \
	java_plain stream deflate.zip
expect "Java's ZipInputStream, of store" "ZipException" \
	java_plain stream store.zip
finding_done
