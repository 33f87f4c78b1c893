// Calls a solution: a line in is the arguments in words (see native.rs), a line out the result.
namespace driver {
struct Words {
    const char* at;
    std::string next() {
        while (*at == ' ') at++;
        const char* begin = at;
        while (*at && *at != ' ') at++;
        return std::string(begin, at);
    }
};

inline void read(Words& in, int& x) { x = std::stoi(in.next()); }
inline void read(Words& in, long long& x) { x = std::stoll(in.next()); }
inline void read(Words& in, double& x) { x = std::stod(in.next()); }
inline void read(Words& in, bool& x) { x = in.next() == "1"; }
inline void read(Words& in, std::string& x) {
    std::string word = in.next();
    x.clear();
    for (size_t i = 1; i < word.size(); i++) {
        if (word[i] == '%') {
            x += static_cast<char>(std::stoi(word.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            x += word[i];
        }
    }
}
template <class T>
void read(Words& in, std::vector<T>& x) {
    int length = std::stoi(in.next());
    x.clear();
    for (int i = 0; i < length; i++) {
        T value{};
        read(in, value);
        x.push_back(std::move(value));
    }
}
inline void read(Words& in, ListNode*& x) {
    std::vector<int> values;
    read(in, values);
    x = nullptr;
    for (auto value = values.rbegin(); value != values.rend(); ++value) x = new ListNode{*value, x};
}
inline void read(Words& in, TreeNode*& x) {
    int length = std::stoi(in.next());
    std::deque<TreeNode*> parents;
    x = nullptr;
    for (int i = 0; i < length; i++) {
        std::string word = in.next();
        TreeNode* node = word == "_" ? nullptr : new TreeNode{std::stoi(word), nullptr, nullptr};
        if (i == 0) {
            x = node;
        } else if (i % 2 == 1) {
            parents.front()->left = node;
        } else {
            parents.front()->right = node;
            parents.pop_front();
        }
        if (node) parents.push_back(node);
    }
}

inline void write(std::string& out, int x) { out += ' ' + std::to_string(x); }
inline void write(std::string& out, long long x) { out += ' ' + std::to_string(x); }
inline void write(std::string& out, bool x) { out += x ? " 1" : " 0"; }
inline void write(std::string& out, double x) {
    char text[40];
    std::snprintf(text, sizeof text, " %.17g", x);
    out += text;
}
inline void write(std::string& out, const std::string& x) {
    out += " $";
    char text[4];
    for (unsigned char c : x) {
        std::snprintf(text, sizeof text, "%%%02X", c);
        out += text;
    }
}
template <class T>
void write(std::string& out, const std::vector<T>& x) {
    out += ' ' + std::to_string(x.size());
    for (const auto& value : x) write(out, static_cast<T>(value));
}
inline void write(std::string& out, ListNode* x) {
    std::vector<int> values;
    for (; x && values.size() < 1000000; x = x->next) values.push_back(x->value);
    write(out, values);
}
inline void write(std::string& out, TreeNode* x) {
    std::vector<TreeNode*> nodes{x};
    for (size_t i = 0; i < nodes.size(); i++) {
        if (TreeNode* node = nodes[i]) {
            nodes.push_back(node->left);
            nodes.push_back(node->right);
        }
    }
    while (!nodes.empty() && !nodes.back()) nodes.pop_back();
    out += ' ' + std::to_string(nodes.size());
    for (TreeNode* node : nodes) out += node ? ' ' + std::to_string(node->value) : " _";
}

template <class R, class... A>
std::string call(R (*function)(A...), const std::string& line) {
    Words words{line.c_str()};
    std::tuple<std::decay_t<A>...> given;
    std::apply([&](auto&... each) { (read(words, each), ...); }, given);
    std::string out = "same";
    write(out, std::apply(function, given));
    return out;
}
}  // namespace driver

int main() {
    std::puts("ready");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) {
        std::puts(driver::call(FUNCTION, line).c_str());
        std::fflush(stdout);
    }
}
