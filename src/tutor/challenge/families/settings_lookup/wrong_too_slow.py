def settings_lookup(lines, wanted):
    def value_of(wanted_key):
        found = ""
        for line in lines:
            key, equals, value = line.split("#")[0].partition("=")
            if equals and key.strip() == wanted_key:
                found = value.strip()
        return found

    return [value_of(key) for key in wanted]
