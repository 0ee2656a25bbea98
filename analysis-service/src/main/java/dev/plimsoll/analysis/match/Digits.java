package dev.plimsoll.analysis.match;

/** Numbers of any length (D17), as the digits that write them. */
final class Digits {

    private Digits() {}

    static int compare(String left, String right) {
        int l = leadingZeros(left);
        int r = leadingZeros(right);
        int byLength = Integer.compare(left.length() - l, right.length() - r);
        if (byLength != 0) {
            return byLength;
        }
        while (l < left.length()) {
            int difference = Character.compare(left.charAt(l++), right.charAt(r++));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int leadingZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros;
    }
}
