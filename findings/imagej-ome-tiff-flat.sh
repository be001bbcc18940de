#!/bin/sh
# imagej-ome-tiff-flat.sh - ImageJ without Bio-Formats opens an OME-TIFF of 2
# channels, 3 slices and 2 frames as one plain stack of 12 slices, without the
# pixel size that the same file states in OME-XML; it warns of nothing.  The
# same planes with ImageJ's own description keep both.
#
# Seen with ImageJ 1.53t (libij-java) and tifffile 20230203 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libij-java=1.53t-*' 'python3-tifffile=20230203-*'
cat > make.py << 'END'
import numpy, tifffile
a = numpy.arange(2 * 3 * 2 * 8 * 8, dtype="uint16").reshape(2, 3, 2, 8, 8)
tifffile.imwrite("ome.tif", a, ome=True, metadata={
    "axes": "TZCYX", "PhysicalSizeX": 0.5, "PhysicalSizeXUnit": "um",
    "PhysicalSizeY": 0.5, "PhysicalSizeYUnit": "um"})
tifffile.imwrite("ij.tif", a, imagej=True, resolution=(2, 2),
                 metadata={"axes": "TZCYX", "unit": "um"})
with tifffile.TiffFile("ome.tif") as t:
    s = t.series[0]
    print(s.axes, *s.shape, "PhysicalSizeX=\"0.5\"" in t.ome_metadata)
END
cat > Dims.java << 'END'
import ij.ImagePlus;
import ij.io.Opener;
import ij.measure.Calibration;

public class Dims {
	public static void main(String[] args) {
		ImagePlus im = new Opener().openImage(args[0]);
		Calibration c = im.getCalibration();
		System.out.println(im.getNChannels() + " channels, " +
			im.getNSlices() + " slices, " + im.getNFrames() +
			" frames, width " + c.pixelWidth);
	}
}
END
expect "tifffile, of what it wrote" "TZCYX 2 3 2 8 8 True" py make.py
expect "ImageJ, of OME-TIFF" "1 channels, 12 slices, 1 frames, width 1.0" \
	java_ij Dims.java ome.tif
expect "ImageJ, of its own" "2 channels, 3 slices, 2 frames, width 0.5" \
	java_ij Dims.java ij.tif
finding_done
