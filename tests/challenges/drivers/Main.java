import java.io.*;
import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Calls a solution: Main FUNCTION. A line in is the arguments in words (see native.rs), a line out the result. */
public class Main {
    static StringTokenizer words;

    public static void main(String[] args) throws Exception {
        Method method = null;
        for (Method candidate : Class.forName("Solution").getDeclaredMethods()) {
            if (candidate.getName().equals(args[0])) method = candidate;
        }
        method.setAccessible(true);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
        out.println("ready");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        for (String line; (line = in.readLine()) != null; ) {
            words = new StringTokenizer(line);
            Object[] given = Arrays.stream(method.getParameterTypes()).map(Main::read).toArray();
            StringBuilder before = new StringBuilder(), after = new StringBuilder(), told = new StringBuilder();
            for (Object value : given) write(value, before);
            try {
                Object output = method.invoke(null, given);
                for (Object value : given) write(value, after);
                told.append(before.compareTo(after) == 0 ? "same" : "changed");
                write(method.getReturnType(), output, told);
            } catch (InvocationTargetException error) {
                told = new StringBuilder("error ").append(String.valueOf(error.getCause()).replace('\n', ' '));
            }
            out.println(told);
            out.flush();
        }
    }

    static Object read(Class<?> type) {
        if (type == int[].class) {
            int[] numbers = new int[Integer.parseInt(words.nextToken())];
            for (int i = 0; i < numbers.length; i++) numbers[i] = Integer.parseInt(words.nextToken());
            return numbers;
        }
        if (type.isArray()) {
            int length = Integer.parseInt(words.nextToken());
            Object array = Array.newInstance(type.getComponentType(), length);
            for (int i = 0; i < length; i++) Array.set(array, i, read(type.getComponentType()));
            return array;
        }
        switch (type.getName()) {
            case "ListNode": {
                int length = Integer.parseInt(words.nextToken());
                int[] values = new int[length];
                for (int i = 0; i < length; i++) values[i] = Integer.parseInt(words.nextToken());
                ListNode head = null;
                for (int i = length - 1; i >= 0; i--) head = new ListNode(values[i], head);
                return head;
            }
            case "TreeNode": {
                int length = Integer.parseInt(words.nextToken());
                ArrayDeque<TreeNode> parents = new ArrayDeque<>();
                TreeNode root = null;
                for (int i = 0; i < length; i++) {
                    String word = words.nextToken();
                    TreeNode node = word.equals("_") ? null : new TreeNode(Integer.parseInt(word), null, null);
                    if (i == 0) root = node;
                    else if (i % 2 == 1) parents.peek().left = node;
                    else parents.poll().right = node;
                    if (node != null) parents.add(node);
                }
                return root;
            }
        }
        String word = words.nextToken();
        switch (type.getName()) {
            case "int": return Integer.parseInt(word);
            case "long": return Long.parseLong(word);
            case "double": return Double.parseDouble(word);
            case "boolean": return word.equals("1");
            default: return decoded(word);
        }
    }

    static String decoded(String word) {
        byte[] bytes = new byte[word.length()];
        int length = 0;
        for (int i = 1; i < word.length(); i++) {
            char c = word.charAt(i);
            bytes[length++] = (byte) (c == '%' ? Integer.parseInt(word, i + 1, (i += 2) + 1, 16) : c);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    static void write(Class<?> type, Object value, StringBuilder out) {
        if (value == null && (type.isArray() || type.getName().endsWith("Node"))) out.append(" 0");
        else write(value, out);
    }

    static void write(Object value, StringBuilder out) {
        if (value == null) {
            out.append(" 0");
        } else if (value instanceof int[]) {
            out.append(' ').append(((int[]) value).length);
            for (int each : (int[]) value) out.append(' ').append(each);
        } else if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            out.append(' ').append(length);
            for (int i = 0; i < length; i++) write(value.getClass().getComponentType(), Array.get(value, i), out);
        } else if (value instanceof Boolean) {
            out.append((Boolean) value ? " 1" : " 0");
        } else if (value instanceof String) {
            out.append(" $");
            for (byte b : ((String) value).getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        } else if (value instanceof ListNode) {
            List<Integer> values = new ArrayList<>();
            for (ListNode node = (ListNode) value; node != null && values.size() < 1_000_000; node = node.next) values.add(node.value);
            out.append(' ').append(values.size());
            for (int each : values) out.append(' ').append(each);
        } else if (value instanceof TreeNode) {
            List<TreeNode> nodes = new ArrayList<>(List.of((TreeNode) value));
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i) != null) nodes.addAll(Arrays.asList(nodes.get(i).left, nodes.get(i).right));
            }
            while (nodes.get(nodes.size() - 1) == null) nodes.remove(nodes.size() - 1);
            out.append(' ').append(nodes.size());
            for (TreeNode node : nodes) out.append(' ').append(node == null ? "_" : node.value);
        } else {
            out.append(' ').append(value);
        }
    }
}
