using PriceStream.Web.Settings;

namespace PriceStream.Web.Admin;

/// <param name="Password">Whose hash lets in; null: there is no admin page.</param>
public sealed record AdminOptions(PasswordHash? Password)
{
    private const string Key = "Admin:PasswordHash";

    public bool Enabled => Password is not null;

    public static AdminOptions Read(SettingsReader settings)
    {
        var text = settings.Text(Key, "", secret: true);
        var password = PasswordHash.Parse(text);
        if (text.Length > 0 && password is null)
        {
            settings.Refuse(Key, $"what PriceStream.Web {HashPasswordCommand.Name} prints", secret: true);
        }

        return new(password);
    }
}
