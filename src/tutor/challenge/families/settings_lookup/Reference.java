import java.util.HashMap;

class Solution {
    static String[] settingsLookup(String[] lines, String[] wanted) {
        HashMap<String, String> settings = new HashMap<>();
        for (String line : lines) {
            int comment = line.indexOf('#');
            String text = comment < 0 ? line : line.substring(0, comment);
            int equals = text.indexOf('=');
            if (equals >= 0) {
                settings.put(text.substring(0, equals).trim(), text.substring(equals + 1).trim());
            }
        }
        String[] values = new String[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            values[i] = settings.getOrDefault(wanted[i], "");
        }
        return values;
    }
}
