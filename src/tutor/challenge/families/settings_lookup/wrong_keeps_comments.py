def settings_lookup(lines, wanted):
    settings = {}
    for line in lines:
        if line.strip().startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if equals:
            settings[key.strip()] = value.strip()
    return [settings.get(key, "") for key in wanted]
