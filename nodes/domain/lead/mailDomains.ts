/** Mail services open to everybody: an address there says nothing about a company. */
export const freeMailDomains: ReadonlySet<string> = new Set(
	[
		'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com',
		'icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de web.de mail.com email.com proton.me',
		'protonmail.com pm.me tutanota.com tuta.io zoho.com fastmail.com hey.com yandex.com yandex.ru mail.ru',
		'hotmail.es outlook.es yahoo.es live.es hotmail.dk outlook.dk yahoo.dk live.dk hotmail.co.uk',
		'yahoo.co.uk outlook.com.mx hotmail.com.mx yahoo.com.mx live.com.mx yahoo.com.ar hotmail.com.ar',
		'yahoo.com.ve yahoo.com.pe yahoo.com.co outlook.com.pe outlook.com.ar cantv.net terra.com terra.com.pe',
		'speedy.com.pe prodigy.net.mx telefonica.net une.net.co mail.dk jubii.dk ofir.dk stofanet.dk',
		'mail.tele.dk tdcadsl.dk privat.dk webspeed.dk c.dk qq.com 163.com 126.com',
	].flatMap((line) => line.split(' ')),
);

/** Mail services that throw addresses away after minutes. */
export const disposableMailDomains: ReadonlySet<string> = new Set(
	[
		'mailinator.com guerrillamail.com guerrillamail.info sharklasers.com 10minutemail.com yopmail.com',
		'yopmail.fr temp-mail.org tempmail.com tempmail.net throwawaymail.com trashmail.com getnada.com',
		'dispostable.com maildrop.cc mintemail.com fakeinbox.com mohmal.com emailondeck.com moakt.com',
		'tempr.email discard.email spamgourmet.com mailnesia.com mytemp.email',
	].flatMap((line) => line.split(' ')),
);
