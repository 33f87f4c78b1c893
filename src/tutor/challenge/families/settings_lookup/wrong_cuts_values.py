def settings_lookup(lines, wanted):
    settings = {}
    for line in lines:
        parts = line.split("#")[0].split("=")
        if len(parts) > 1:
            settings[parts[0].strip()] = parts[1].strip()
    return [settings.get(key, "") for key in wanted]
