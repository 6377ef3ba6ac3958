package cn.huitouke.console;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/**
 * A QR code as one SVG path and as its squares, so that it prints sharp at any size.
 *
 * @param size of the drawing, in its own units
 * @param path its dark squares
 * @param squares the same, set where it is dark
 */
record QrDrawing(int size, String path, BitMatrix squares) {

  static QrDrawing of(String content) throws WriterException {
    BitMatrix squares =
        new QRCodeWriter()
            .encode(
                content,
                BarcodeFormat.QR_CODE,
                0,
                0,
                Map.of(
                    EncodeHintType.MARGIN,
                    2,
                    EncodeHintType.CHARACTER_SET,
                    "UTF-8",
                    EncodeHintType.ERROR_CORRECTION,
                    ErrorCorrectionLevel.M)); // a card in a parcel gets creased
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < squares.getHeight(); y++) {
      for (int x = 0; x < squares.getWidth(); x++) {
        if (squares.get(x, y)) {
          path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
        }
      }
    }
    return new QrDrawing(squares.getWidth(), path.toString(), squares);
  }
}
