def settings_lookup(lines, wanted):
    settings = {}
    for line in lines:
        key, equals, value = line.split("#")[0].partition("=")
        if equals:
            settings.setdefault(key.strip(), value.strip())
    return [settings.get(key, "") for key in wanted]
