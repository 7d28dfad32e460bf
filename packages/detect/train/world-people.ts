/** Names of the world's peoples in Latin letters and English words that are none; written for this project. */

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Given names; with `moreLast` they go into the lexicon. */
export const moreFirst = list(`
Aarav Aarti Abhijit Abhinav Abhishek Ajit Akanksha Akash Alok Aman Amar Amarjeet Ambika Amol Amrita Anand Ananya Anasuya Anirudh Anjana Ankita Ankur Anupam
Anurag Anusha Aparna Archana Arnav Arpita Ashish Ashwin Atul Avinash Ayush Balaji Bhaskar Bharat Bhavesh Bhavya Bindu Brijesh Chaitanya Charu Chetan Chitra
Darshan Debashish Deepa Deepika Devendra Dhruv Dilip Dinesh Divya Durga Esha Farhan Gagan Ganesh Gaurav Gauri Gayatri Geeta Girish Gita Gopal Govind Gurpreet
Hardik Hari Harish Harpreet Harsh Harsha Hemant Hitesh Indira Indu Ishaan Ishita Jagdish Jasmeet Jaspreet Jatin Jaya Jayant Jayesh Jignesh Jyoti Kailash Kajal
Kalpana Kamal Kamala Kanchan Karan Karthik Kartik Kavita Kavitha Kavya Keerthi Ketan Kiran Komal Kriti Krishna Kumar Kunal Kusum Lalit Lata Lavanya Leela
Madhav Madhavi Madhu Madhuri Mahendra Mahesh Malini Mamta Manish Manisha Manjit Manoj Mayank Mayur Meena Meenakshi Megha Meghna Mihir Milind Mira Mohan Mohit
Monika Mukesh Mukul Murali Nagesh Namrata Nandini Naresh Narendra Naveen Navneet Neel Neelam Neeraj Neeta Neha Nidhi Nikhil Nilesh Nisha Nishant Nitin Nitya
Omkar Padma Pallavi Pankaj Parag Parminder Parul Parvati Pavan Payal Pooja Poonam Prabhu Prachi Pradeep Pradip Prakash Pramod Pranav Prasad Prashant Prateek
Pratibha Praveen Preeti Prerna Pritam Priyanka Puneet Purnima Pushpa Rachna Radha Raghav Raghu Rajan Rajat Rajeev Rajendra Rajesh Rajiv Raju Rakesh Ram Rama
Ramesh Rani Ranjit Rashmi Ravi Ravindra Rekha Renu Renuka Reshma Revathi Richa Riddhi Ritesh Ritika Ritu Rohan Rohini Rohit Roshan Roshni Ruchi Ruchika Rupa
Rupali Sachin Sagar Sameer Samir Sandeep Sandhya Sangeeta Sanjana Sanjeev Santosh Sapna Sarita Saroj Satish Saurabh Savita Seema Shailesh Shalini Shankar
Shanti Sharad Sharmila Sheela Shikha Shilpa Shiv Shivani Shobha Shraddha Shreya Shruti Shubham Shweta Siddharth Smita Smriti Sneha Sonal Sonali Sonia Sridhar
Srinivas Subhash Sudha Sudhir Sujata Suman Sumit Sunil Sunita Supriya Suraj Surendra Suresh Surinder Sushil Sushma Swapna Swati Tanvi Tanya Tara Tarun Tejas
Trisha Trupti Tushar Uday Uma Umesh Urmila Usha Vaibhav Vandana Varsha Varun Vasant Vasudha Veena Venkat Venkatesh Vidya Vijay Vikas Vikram Vimal Vinay Vineet
Vinod Vipin Vipul Vishal Vishnu Vivek Yash Yashwant Yogesh Zoya
Boon Siew Hock Seng Kok Keng Kiat Wee Hwee Meng Chee Teck Choon Soon Swee Geok Lay Poh Bee Huay Yoke Kwang Kheng Leng Hui Mei Xin Jia Wei Jun Jie Ming Kai
Zhi Hao Li Ying Shi Yun Pei Shan Shu Hwa Yew Eng Guan Kim Kwee Cheng Peng Chin Chye Beng Hian Nam Heng Thiam Aik Bock Gim Cheryl Desmond Benjamin Gabriel
Shermaine Jolene Germaine Adeline Vivienne Edmund Alvin Kelvin Melvin Marvin Ivan Clarence Terence Winston Wendy Fiona Yvonne Serene Felicia Priscilla Geraldine
Siti Nur Nurul Nurhaliza Aisyah Farid Hakim Hafiz Azlan Azman Azizah Faridah Fauziah Halim Hamid Hazel Iskandar Ismail Jamal Kamarul Khairul Latifah Mahmud
Mohd Mohamed Mohammad Muhammad Muhammed Nadia Nazri Noor Norhayati Rashid Razak Rizal Roslan Rosmah Sabri Salleh Shahrul Sharifah Suhaimi Suraya Syafiq Syed
Wahid Yasmin Yusof Zainal Zaki Zulkifli Wan Tengku Che Agus Ahmad Andi Arief Ayu Bayu Budi Cahya Dewi Dian Dwi Eka Fajar Fitri Gita Hendra Indah Indra Intan
Joko Kartika Lestari Made Ketut Nyoman Putu Wayan Ningsih Nugroho Purnomo Rahayu Ratna Rizky Sari Slamet Sri Sutrisno Teguh Tri Wahyu Wulan Yanti Yudi
Nguyen Thi Van Duc Anh Bao Chau Chi Cuong Dang Dao Dat Dung Duong Giang Hai Hang Hanh Hieu Hoa Hoai Hong Huong Huy Huyen Khanh Khoa Kien Lan Loan Long Mai
My Nga Ngan Ngoc Nhan Nhi Nhung Phong Phuc Phuong Quan Quang Quoc Quyen Quynh Son Tam Thach Thai Thang Thao Thinh Thoa Thu Thuy Tien Toan Trang Trinh Trung
Truong Tuan Tung Tuyen Tuyet Uyen Viet Vinh Vy Xuan Yen Arnel Bayani Cora Divina Efren Evangeline Imelda Jasmine Jocelyn Jovelyn Ligaya Lourdes Marites Marivic
Maricel Noel Rodel Rosalinda Rowena Vicente Anong Apinya Chai Kanya Malee Niran Nok Pim Ploy Prasert Preecha Sakda Siriporn Suchart Supaporn Suthep Wichai
Abena Abiodun Adaora Ade Adeola Adwoa Afua Akin Akosua Ama Amadou Aminata Ayodele Ayo Babatunde Bola Bukola Chiamaka Chibuzo Chidinma Chika Chioma Chukwuemeka
Daliso Ebele Efua Ekene Emeka Esi Femi Folake Funke Funmi Gbenga Ibrahim Ifeoma Ife Ikenna Jabari Jide Kamau Kehinde Kofi Kojo Kunle Kwabena Kwaku Kwesi
Lerato Mamadou Mandla Mbali Moussa Naledi Nandi Nkechi Nnamdi Nneka Nomsa Obinna Olamide Olumide Oluwaseun Onyeka Oumar Ousmane Precious Sade Sefu Segun
Sekou Simba Sipho Taiwo Temitope Tendai Thabo Thandi Themba Tunde Uche Uchenna Wanjiru Yaa Yaw Yemi Zanele Zola Zuri Abdel Abdulaziz Abdulrahman Adel Adnan
Ahlam Aida Ali Amal Amani Anas Ashraf Asma Ayman Badr Bashir Basma Dina Eman Fadi Fahad Faisal Farouk Fatma Ghada Habib Hadi Haitham Hala Hamad Hana Hani
Hatem Heba Hisham Huda Hussam Iman Issam Jamila Karim Khaled Khalid Khalil Laila Latifa Lina Maha Mahmoud Majid Malak Manal Mansour Maryam Marwa Marwan Maysa
Mona Mounir Mustafa Nabil Nada Nader Najwa Nasser Nawal Nizar Noura Omran Osama Qasim Rana Rania Rasha Reem Rima Saad Saeed Salem Salim Salma Sami Samira
Samir Sara Sultan Tamer Tariq Wael Walid Waleed Wafa Yara Yasser Yazan Youssef Yousef Ziad Zeinab Aditi Bilge Burak Can Cem Deniz Ece Elif Emre Esra Fatih
Gul Hakan Hande Ibrahim Kaan Kemal Merve Murat Nihan Onur Orhan Ozge Selim Selin Serkan Sibel Tolga Ufuk Umut Zeynep Farhad Farzana Hamid Jamshid Kamran
Laleh Mahdi Mina Nasrin Navid Parisa Reza Shirin Soraya Agnieszka Aleksander Aleksandra Alina Andrzej Anton Bartosz Beata Bogdan Borys Branko Danuta Dariusz
Darya Dejan Dorota Dragan Dusan Ewa Filip Galina Goran Grzegorz Halina Igor Ilya Irina Iryna Ivana Iwona Jacek Jadwiga Jakub Jan Janusz Jelena Jiri Josip Kamil
Karel Karolina Kateryna Kirill Konstantin Krzysztof Ksenia Larisa Leonid Ljubica Lubomir Luka Lukasz Lyudmila Maciej Maja Maksim Malgorzata Marcin Marek Marko
Martyna Mateusz Matej Michal Mikhail Milan Milena Milos Mirko Miroslav Monika Nadezhda Nenad Nikita Nikola Nikolai Oksana Oleg Oleksandr Oleksii Pavel Pavlo
Pawel Petr Petra Polina Radek Radoslaw Roman Ruslan Sasha Sebastian Slavko Stanislav Stefan Svitlana Tadeusz Tatiana Tatyana Timur Tomas Tomasz Vadim Valentina
Vasily Vera Veronika Viktor Viktoria Vitaly Vladimir Volodymyr Wojciech Yana Yaroslav Yelena Yulia Yuri Zbigniew Zoran Zuzana Aino Anders Anneli Arne Asa Axel
Birgit Birgitta Bjarne Carina Dagny Eero Eino Elin Erik Eva Frida Gunnar Gustav Hakon Hanna Hans Harald Heidi Helga Helle Henrik Inga Inger Jens Johan Jonas
Jorgen Juha Kaisa Kari Karin Karl Katja Kirsten Kjell Knut Lasse Leif Linnea Lotta Magnus Maja Malin Marit Mats Mattias Mette Mikael Mikko Morten Nils Ole Olof
Oskar Pekka Pernille Petter Pia Rasmus Rikke Sanna Signe Sigrid Siri Solveig Soren Stig Sune Svend Tage Terje Thor Tor Tove Trine Tuomas Ulf Ulla Ville Viggo
Adele Aldo Alessia Alfonso Amadeo Anneliese Annette Armando Arturo Aurora Bastien Beatrice Bernd Berthold Birgitte Brigitte Bruno Camille Carlo Cecile Cesar
Chantal Christiane Christophe Clara Claude Clotilde Corinne Cosimo Cyril Daniele Delphine Detlef Dieter Dietrich Dominique Edoardo Eduardo Elena Eliane Elise
Emile Emilio Enrico Enrique Ernesto Ernst Estelle Esteban Etienne Eugenio Fabian Fabio Fabrice Federico Felipe Fernando Filippo Florian Florence Francois
Franz Friedrich Gabriela Gaetan Gaston Genevieve Gerhard Gianni Giancarlo Gilles Giorgio Giulia Giuseppe Gonzalo Guido Guillaume Guillermo Gunther Hannelore
Hector Helmut Herve Horst Hugo Ignacio Ilse Ines Isabel Isabella Isabelle Jacques Jaime Jean Joaquin Jochen Jorge Jose Josefina Jules Julien Karla Kaspar Katrin
Laetitia Leandro Leonardo Leopold Lorena Lorenzo Lothar Luc Lucien Ludwig Luis Luisa Luiz Manfred Manon Manuel Marcello Marcelo Margaux Margarita Marie Marisol
Markus Martina Mathieu Mathilde Mauricio Maxime Mercedes Miguel Mireille Monique Nadine Natalie Nicolas Nicole Noemi Norbert Odile Olivier Otto Pablo Paolo Pascal
Paulo Pedro Philippe Pierre Pilar Raffaele Rainer Ramon Raul Regine Renata Renate Ricardo Rodrigo Roland Rosa Ruben Rudiger Sabine Salvatore Sandrine Sergio Sigrun
Silvia Simone Stefania Stefano Stephane Susanne Sylvain Sylvie Teresa Theo Thibault Thierry Ulrich Ursula Uwe Valerie Veronique Vincent Vincenzo Virginie Viviana
Werner Wilfried Wolfgang Xavier Ximena Yannick Yolanda Yves Padraig Aoife Brendan Brigid Caoimhe Ciara Cillian Conor Declan Deirdre Eamon Eilish Eoin Finn Gareth
Grainne Iain Ieuan Lachlan Maeve Mairead Malachy Morag Muireann Niall Nuala Oisin Oona Rhiannon Roisin Ronan Rory Ruairi Sinead Sorcha Akio Akiko Asuka Ayumi
Chiyo Daisuke Eiji Emi Fumiko Goro Hana Haruka Haruki Hideo Hikari Hina Hiro Hiromi Hisashi Isamu Jiro Junko Kaito Kaori Katsumi Kazuki Kazuo Keiko Keisuke Ken
Kenta Kiyoshi Koji Kumiko Makoto Mariko Masako Masaru Megumi Michiko Midori Mika Misaki Mitsuo Naoki Naomi Nobu Noriko Osamu Rei Ren Rika Ryo Ryota Sachiko
Satoshi Sayaka Shigeru Shinji Shiori Shota Shun Sora Susumu Tadashi Taichi Takako Takashi Takeshi Taro Tatsuya Tetsuya Tomoko Toru Toshi Tsubasa Yasuo Yoko Yoshi
Yui Yuka Yukio Yumi Yuri Yuto Byung-hun Dong-hyun Eun-ji Eun-young Hae-jin Hye-jin Hyun-woo Jae-won Jin-woo Ji-eun Ji-min Ji-woo Joon-ho Jung-ho Kyung-soo Mi-kyung
Min-ji Min-seo Sang-woo Seung-hoon Soo-yeon Sung-min Tae-hyung Woo-jin Yeon-hee Young-jae Chia-ling Chia-hao Chih-ming Hsiao-wen Hsin-yi Hui-chun Kuan-yu Li-hua
Mei-hui Pei-chen Shu-fen Tzu-ying Wen-hsiung Ya-ting Yi-chun Yu-hsuan Zi-xuan`);

/** Family names. */
export const moreLast = list(`
Acharya Agrawal Ahuja Arora Awasthi Babu Bajaj Bakshi Balakrishnan Balasubramanian Banerji Bansal Barua Basak Batra Bedi Bhalla Bharadwaj Bhardwaj Bhargava
Bhasin Bhat Bhatia Bhattacharjee Biswas Chadha Chandran Chandrasekhar Chatterjee Chaturvedi Chauhan Chavan Chawla Cherian Chhabra Chaubey Choudhary Choudhury
Dalal Dang Dar Das Dasgupta Datta Dave Deshpande Dhar Dhawan Dhillon Dixit Dubey Dua Dwivedi Gaikwad Gandhi Ganguly Garg Ghosh Gill Goel Gokhale Gopal Gopalan
Gopalakrishnan Goswami Goyal Grewal Grover Guha Gulati Handa Hegde Jadhav Jain Jaiswal Jha Jindal Joshi Kadam Kakkar Kalra Kamath Kapadia Kapoor Kapur Kar Kaul
Kaur Kelkar Khanna Khatri Khurana Kohli Krishnamurthy Krishnan Kulkarni Kumari Kundu Lal Lamba Luthra Madan Mahajan Maheshwari Malhotra Malik Manchanda Mathew
Mathur Mehra Mehrotra Mehta Menon Mishra Mistry Mitra Mittal Modi Mohanty Mudaliar Mukherjee Mukhopadhyay Murthy Nagarajan Nagpal Naidu Naik Nair Nambiar Nanda
Narang Narasimhan Narayan Narayanan Natarajan Oberoi Ojha Padmanabhan Pai Pal Panda Pandey Pandit Panicker Pant Paranjape Parekh Parikh Parmar Pathak Patil
Patnaik Pillai Prabhu Pradhan Prakash Puri Radhakrishnan Raghunathan Rai Raina Rajagopal Rajagopalan Rajan Rajaram Raju Ramachandran Ramakrishnan Ramanathan
Ramaswamy Ramesh Rana Ranganathan Rangarajan Rao Rastogi Rathore Ravi Ravichandran Rawat Raychaudhuri Roy Sabharwal Sachdev Saha Sahu Saini Saluja Samuel Sandhu
Sankaran Santhanam Sarin Sarkar Sathe Saxena Sekhar Sen Sengupta Seth Sethi Sethuraman Shah Shankar Sharma Shenoy Shetty Shinde Shrivastava Shukla Sidhu Singh
Singhal Singhania Sinha Sivakumar Solanki Soni Sood Srinivasan Srivastava Subramaniam Subramanian Sundaram Suri Swaminathan Swamy Talwar Tandon Taneja Tata Tewari
Thakkar Thakur Thapar Thomas Tiwari Trivedi Tyagi Upadhyay Vaidya Varghese Varma Vasudevan Vats Venkataraman Venkatesan Verma Vij Virk Viswanathan Vora Wadhwa
Walia Yadav Goh Ong Koh Teo Tay Toh Sim Seah Quek Lau Loh Low Lye Neo Nge Ooi Pang Phua Poon Soh Soon Tham Thong Wee Yap Yeo Yeoh Yong Foo Foong Fong Heng Ho
Hong Khoo Kwa Kwek Leow Liew Loo Mah Mok Aw Boey Chia Chiam Chew Chin Chong Choo Chua Chung Eng Gan Gwee Ang Osman Hakimi Ibrahim Ismail Hamzah Hussain Idris
Jaafar Kassim Mahathir Mansor Mokhtar Mustapha Omar Rahim Rahmat Ramli Razali Salleh Samad Shariff Sulaiman Talib Wahab Yaacob Yusoff Zakaria Zainuddin Bakri
Firdaus Gunawan Hartono Hidayat Kusuma Kurniawan Lubis Nasution Nugraha Pratama Purnama Putra Rahman Saputra Setiawan Siregar Sitorus Suharto Sukarno Sulistyo
Supriadi Susanto Suryadi Sutanto Tanjung Utomo Wibowo Widodo Yulianto Bui Cao Chau Dang Dinh Doan Dong Duong Huynh Khuc La Luong Luu Ly Mac Mai Ngo Nghiem Phan
Phung Quach Ta Thai Thach To Ton Trinh Truong Tu Vo Vu Vuong Abad Aguinaldo Alcantara Bautista Bondoc Buenaventura Catacutan Cojuangco Dela Dimaculangan Enriquez
Evangelista Galang Ilagan Lacson Macaraeg Macapagal Magsaysay Manalo Mangubat Mercado Ocampo Pacquiao Panganiban Pascual Quiambao Resurreccion Salonga Santiago
Tolentino Villanueva Yap Boonmee Charoen Chaiyaporn Jaidee Kaewkamnerd Phongphan Rattanakorn Saetang Srisai Suwan Thongchai Wongsakul Abiola Abubakr Achieng
Acheampong Adebayo Adebisi Adegoke Adeniyi Adesina Adeyinka Agbaje Agyeman Ajayi Akande Akinola Akpan Amoah Ampofo Aneke Anyanwu Appiah Asamoah Asare Awolowo Ayodele
Babangida Banda Bello Boadu Chikwanha Chinwe Chukwu Coulibaly Danjuma Darko Diop Diouf Dogbe Ebo Edozien Egbo Ejiofor Eke Ekwueme Enahoro Eze Fofana Gyamfi Ibe
Igwe Ikpeme Kamara Kariuki Keita Kenyatta Khumalo Kimani Kiprop Kone Konate Mabaso Makinde Mandela Mbeki Mokoena Moyo Mugabe Mwangi Nakale Ncube Ndlovu Nel Ngugi
Nkosi Nkrumah Nwachukwu Nwosu Nyambura Nyong'o Obasanjo Obi Obiora Odhiambo Odinga Ogunleye Ojo Okafor Okeke Okonkwo Okoro Okoye Oladipo Olawale Olayinka Onyango
Opoku Osei Oshodi Otieno Owusu Oyelaran Quaye Sankara Sarpong Sesay Sithole Soyinka Sow Sy Tambo Tandoh Toure Traore Tutu Udo Ugwu Uzoma Wanjala Yeboah Zulu Zuma
Abadi Abbas Abdelaziz Abdelrahman Aboud Afshar Ahmadi Al-Amin Al-Bakri Al-Ghamdi Al-Harbi Al-Hashimi Al-Khalifa Al-Maktoum Al-Qahtani Al-Saud Al-Shehri Al-Zahrani
Amiri Asghari Awad Aziz Bahrami Barakat Bashir Bitar Darwish El-Masry El-Sayed Fadel Farahani Fares Ghanem Habib Hakim Hamdan Hamdi Hashemi Hosseini Jaber Jamali
Jazayeri Karimi Kazemi Khoury Khalifa Khatib Khoury Mahdavi Maalouf Mansouri Masri Mirza Moradi Mousavi Mubarak Najjar Naser Nasr Nazari Nouri Qureshi Rahimi
Rezaei Saadi Sabbagh Saleh Salman Samadi Sayegh Shaheen Shams Sharif Shirazi Siddiqui Sultan Tabbara Tehrani Yousefi Zaman Zidan Aksoy Arikan Aslan Ates Avci
Aydogan Bulut Cetin Coskun Dogan Erdem Erdogan Gunes Guler Kaplan Kara Karaca Kaya Keskin Kilic Koc Korkmaz Kurt Ozcan Ozdemir Ozturk Polat Sahin Simsek Tekin Turan
Unal Yavuz Yildirim Yildiz Yuksel Adamczyk Babic Balan Baran Bartos Benes Blazek Bondarenko Boyko Cerny Chmielewski Czarnecki Dabrowski Dimitrov Dobrev Dudek
Dvorak Fedorov Filipovic Georgiev Glowacki Gorski Grabowski Hajek Horak Horvat Horvath Hristov Ivanovic Jablonski Jankowski Jovanovic Kaminski Karpov Kolar
Kovac Kovacs Kovalenko Kovalev Kozak Kozlov Kozlowski Kravchenko Krawczyk Krol Kucera Kuznetsov Lazarev Lebedev Lewandowski Lysenko Majewski Makarov Malinowski Marek
Markovic Mazur Melnyk Michalski Mihailov Mikhailov Milosevic Morozov Nagy Nemeth Nikolic Nikolov Novak Novotny Olszewski Orlov Ostrowski Pavlov Pavlovic Pawlowski
Petkov Petrenko Petrov Petrovic Piotrowski Pokorny Popescu Popov Popovic Prochazka Radu Romanov Rutkowski Savchenko Shevchenko Sidorov Sikorski Simic Sobczak
Sokolov Stankovic Stepanov Stojanovic Svoboda Szabo Szymanski Tkachenko Todorov Tomic Toth Urban Varga Vasiliev Vesely Vukovic Walczak Wieczorek Wojcik Wroblewski
Yakovlev Zaytsev Zawadzki Zielinski Aaltonen Andersen Andreassen Bakke Berg Berglund Bergman Bjork Blom Borg Carlsson Dahl Dahlberg Ek Ekstrom Engstrom Eriksen
Forsberg Gustafsson Haugen Heikkinen Henriksen Holm Holmberg Holmgren Isaksson Jakobsen Jansson Jensen Johannessen Jonsson Jorgensen Karlsen Karlsson Korhonen
Kristensen Laine Larsen Larsson Lehtonen Lindberg Lindgren Lindholm Lindqvist Lund Lundgren Madsen Magnusson Makinen Mattsson Mikkelsen Moen Mortensen Nieminen
Nilsen Nilsson Norberg Nordstrom Nyberg Nystrom Olsen Olsson Pedersen Persson Petersen Pettersson Poulsen Rasmussen Salonen Sandberg Sjoberg Solberg Sorensen
Strand Strom Sundberg Svensson Thomsen Virtanen Wallin Wikstrom Aubert Barbier Bauer Baumann Beaumont Becker Berger Bernard Bertrand Blanc Blanchard Bohm Bonnet
Boucher Brandt Braun Caron Chevalier Clement Conti Costa Cote Dietrich Delacroix Delaunay Delmas Deschamps Desjardins Dufour Dumas Dupont Dupuis Durand Ebert Eckert
Fabre Faure Ferrara Fischer Fontaine Fournier Franke Friedrich Fuchs Gallo Garnier Gauthier Gautier Gerard Giordano Girard Graf Greco Gruber Guerin Haas Hartmann
Heinrich Hermann Hoffmann Hofmann Huber Hubert Jager Joly Kaiser Keller Klein Koch Kohler Konig Kramer Krause Kruger Kuhn Lacroix Lambert Lang Laurent Leclerc
Lefevre Legrand Lehmann Lemoine Leroy Lombardi Lorenz Ludwig Maier Marchand Marino Marchetti Martinelli Mercier Meunier Meyer Monti Morel Moretti Moser Neumann
Olivier Otto Pellegrini Perrin Peters Pfeiffer Poirier Renard Renaud Ricci Richter Riedel Rinaldi Riviere Roche Romano Roth Rousseau Roussel Russo Sala Sauer
Schafer Schmid Schmidt Schmitt Scholz Schreiber Schroder Schubert Schulte Schulz Schulze Schumacher Schuster Schwarz Seidel Simon Sommer Stein Steiner Vasseur Vidal
Villa Vogel Vogt Wagner Walter Weiss Werner Winkler Winter Wolf Ziegler Zimmermann Acosta Aguirre Almeida Araujo Arias Avila Azevedo Barros Benitez Borges Caldeira
Calderon Camacho Campos Cardoso Carrasco Castro Cervantes Chaves Contreras Cordero Coelho Correa Cortes Cuevas Duarte Espinosa Esquivel Estrada Ferreira Figueroa
Fonseca Franco Freitas Fuentes Gallardo Garcia Gimenez Gomes Gomez Guerrero Gutierrez Guzman Herrera Hidalgo Ibarra Jimenez Lacerda Lara Leite Leon Lopez Luna Machado
Macedo Maldonado Marquez Martins Medina Melo Mendes Mendez Mendoza Miranda Molina Montes Montoya Mora Morales Moreira Moreno Moura Munoz Navarro Nogueira Nunez
Ochoa Orozco Ortega Ortiz Pacheco Padilla Palacios Paredes Peixoto Pena Peralta Pereira Pineda Pinheiro Pinto Ponce Prado Quintero Quiroga Ramos Rangel Rey Rezende
Ribeiro Rincon Rios Rivas Robles Rocha Rojas Romero Rosales Rubio Ruiz Salas Salazar Salinas Sanchez Sandoval Sepulveda Serrano Soares Solis Soto Souza Suarez Tavares
Teixeira Toledo Trujillo Valdez Valencia Vargas Vasquez Vega Velasco Velasquez Vera Vieira Villalobos Zamora Zapata Zuniga Byrne Cahill Callaghan Carmody Cassidy
Connolly Corrigan Costello Daly Delaney Doherty Donnelly Doyle Duffy Fahey Farrell Finnegan Flaherty Gallagher Geraghty Hannigan Healy Hegarty Hennessy Hogan Keane
Kearney Keegan Kilpatrick Lafferty MacDonald MacKenzie MacLeod Maguire Mahoney McAllister McCarthy McCormack McDermott McGrath McKenna McLaughlin McNamara Moran
Mulligan Murtagh Nolan O'Connor O'Donnell O'Hara O'Leary O'Reilly O'Shea O'Sullivan Quigley Rafferty Reardon Reilly Rooney Scanlon Sheehan Sheridan Sweeney Tierney
Wallace Abe Aoki Arai Endo Fujii Fujimoto Fujita Fukuda Goto Hara Harada Hasegawa Hashimoto Hayashi Higuchi Hirano Honda Hoshino Ikeda Imai Inoue Ishida Ishii Ishikawa
Iwasaki Kaneko Kato Kawaguchi Kikuchi Kimura Kinoshita Kondo Kubo Maeda Maruyama Masuda Matsuda Matsui Matsumoto Miura Miyamoto Miyazaki Mori Morita Murakami Murata
Nagai Nakagawa Nakajima Nakano Nishimura Noguchi Nomura Ogawa Okada Okamoto Ono Ota Otsuka Saito Sakai Sakamoto Sano Sasaki Sato Shibata Shimizu Shimada Sugawara
Sugimoto Taguchi Takada Takagi Takahashi Takeda Tamura Taniguchi Ueda Ueno Uchida Wada Yamada Yamaguchi Yamashita Yamazaki Yokoyama Yoshida Yoshimura Bae Bang Byun
Cha Cho Chun Gil Gong Han Heo Hwang Jang Jeon Jeong Jin Joo Kang Koo Kwon Lee Moon Nam Noh Oh Paik Rhee Ryu Seo Shin Sohn Song Suh Sung Yang Yoo Yoon Hsu Hsieh Hsiao
Hsiung Tsai Tseng Tsao Chiang Chiu Chuang Chu Chao Chien Chuan Kuo Kao Kung Liao Lai Liang Lien Ou Pai Pan Peng Shih Shen Su Sun Sung Teng Ting Tsou Tung Wei Wen Weng
Yeh Yen Yu Kwan Kwong Kwok Yuen Yim Yiu Wan Tse Tsui Tso Tam Sze Siu Shum Shek Pun Poon Ngan Ngai Mui Mak Luk Lui Lok Ling Leung Kong Ko Ip Hui Hung Hon Fung Fan Chow
Choy Chiu Cheuk Chau Chak Au-Yeung`);

/** English words of service mails, shops and news; no parts of names. */
export const englishWords = list(`
able about above accept access accordingly account accounts across action activate activated activation active activity actual add added adding addition additional
adjust admin advance advice advise advised affected after again against agency agent ago agree agreement ahead airport alert alerts all allow almost alone along already
also although always am amend amount annual another answer any anyone anything app appear appears applicant application applied apply appointment appreciate appropriate
approval approve approved area around arrange arranged arrival arrive arrived article as ask asked asking assist assistance assistant assistants associate assure at attach
attached attachment attempt attend attention audit authorised authority authorization automatic available average avoid await away back backup bad balance banking base
based basic basis because become been before began begin behalf behind being below benefit benefits best better between big bill billing bills blocked board bonus book
booked booking both bottom bought box branch brand break bring broken brought budget builder building built business busy but button buy buyer by cab call called caller
calling calls came can cancellation cancelled cannot card cardholder cards care careful carry cash casual catch category caught cause caused central certain certainly
certificate change changed changes channel charge charged charges charity chat check checked checking cheque cheques child children choice choose chosen circle city claim
claims class clean clear cleared clerk click client clients close closed closing clothing cloud coach code codes coffee cold collect collected collection colour come comes
coming comment commercial committee common communication community companies compare compensation complain complaint complaints complete completed compliance computer concern
concerns condition conference confirm confirmation confirmed confirms connect connection consider contacted contain content continue contract contractor control convenience
convenient copies copy corner corporate correct corrected correspondence cost costs could council counter country couple coupon courier cover coverage create created credit
credited criminal cross currency current currently custody custom customers cut cutting cycle daily damage damaged dark data database date dates day days dead deal dealer
dealt death debit debt decide decided decision deep default defect delay delayed deliver delivered deliveries department depends deposit deposits desk despite detail details
device devices did difference different difficult digital direct directly directory discount discuss discussed dispatch dispute disputed disputes division do doctor document
documents does dollar domestic done door double down draft driver drop due duplicate during duty each earlier early easily easy economy either electric electronic eligible
else emailed emergency employee employees employer empty enable enclosed end ended ending energy enjoy enough enquiries enquiry ensure enter entered enterprise entire entry
envelope equipment error errors escalate escalated escalation especially essential estate even event events ever every everyone everything evidence exact exactly example
exceed excellent except exchange excited exclusive existing expect expected expense experience expire expired expires expiry explain explained export extend extended extension
extra face facility fact factory fail failed failure fair family far fast father fault fee feedback feel fees few field fight figure filed final finally finance financial
find fine finish fire firm first fit fix fixed flag flat flexible flight flights floor follow followed following food foot force foreign forget forgot form former forms
forward forwarded found four fraud free freeze fresh friend friendly friends from front frozen fuel full fully fund funds further future gallery gas gate gave general generally
get getting gift gifts give given giving glad glass go goes going gold golden gone good goods got grade grand grant granted grateful great greatly green greetings gross
ground group grow growth guarantee guarantor guard guess guest guests guide had half hand handle handled handling happen happened happening happy hard has have having he head
headquarters health hear heard hearing heat heavy held help helped helpful helping her here hereby high highly himself hit hold holder holding holiday holidays home homes honour
hope hoping host hot hour hours house household housing how however huge human hundred husband idea identification identified identify identity if ignore image immediate
immediately import important impossible improve in inbox incident include included includes including income incoming inconvenience incorrect increase incurred indeed independent
index indicate individual industrial industry inform information informed initial inquiry inside install installation installed instalment instant instead institution instruction
instructions insurance insured insurer intended interest interested interim internal internet interview into investigate investigation investment investments investor invite
invoice invoices involved issue issued issues it items its itself join joined joint journey judge junior just keep kept key keys kids kind kindly knew know known label labour lack
land landlord language large last late later latest law lawyer lead leader leading learn lease least leave leaving led left legal lender less let letter letters level liability
licence license life lift light like likely limit limited line lines link linked list listed lists live living load loan loans local located location locked lodge logged login
long longer look looked looking lose loss lost lot lots love loved low lower loyal loyalty luck luggage lunch machine made magazine mailbox main mainly maintenance major make
makes making manage managed management managers mandatory many mark market markets master match matched material matter matters maximum may maybe mean means meant measure media
medical meet meeting meetings member members membership memo mention mentioned menu merchant merchants message messages met method middle might miles mind mine minimum minor minute
minutes mismatch missed missing mistake mobile model modern moment money monitor month monthly months more moreover mortgage most mother motor move moved movement moving much
multiple must mutual my myself name named names national natural near nearest nearly necessary need needed needs negative neighbour neither net network never new news next nice night
nine no nobody nominee none nor normal normally north not note noted notes nothing notice notification notified notify now number numbers nurse obtain occur occurred off offer
offered offers officer officers offices official often oil okay old once one ones only onto open opened opening operate operation operator opinion opportunity option options or
ordered ordering ordinary original originally other others otherwise our ours ourselves out outdoor outlet outside outstanding over overdue overnight overseas overview own owned owner
owners package packages packaging packed page paid paint pair panel paper papers parcels parent parents parking part partial particular partly partner partners parts party pass
passed passenger passengers passwords past patient patients pattern pause pay payable payee paying payment payments payroll peak penalty pending pension people per perfect performance
perhaps period permanent permission permit person personal personally personnel pet phones photo photos physical pick picked pickup picture piece pieces pin place placed places plan
plans plant plastic platinum play players pleased pleasure plus point points police policies pool poor popular portal position positive possible post postal posted potential power
practice preferred premier premium prepare prepared prescription present president press pretty prevent previous previously price prices pricing primary prime print printed prior
priority privacy private privilege prize probably problem problems procedure proceed process processed processing processor produce production professional programme progress project
promise promised promotion proof proper properly property proposal protect protection proud prove provide provided provider providers provides public pull purchase purchased purchases
purpose push put quality quarter queries query question questions queue quick quickly quiet quite quota quote rail raise raised range rate rates rather ratio reach reached read
reader ready real reality really reason reasons receipt receipts receive received receiver recent recently reception recipient recommend reconciliation record recorded records recover
recovery red redeem redelivery reduce refer reference referred refund refunded refunds refuse refused regard regarding region regional register registered registration regular
regulatory reject rejected relate related relation relationship relationships release released relevant reliable rely remain remains remember remind reminder remit remittance remote
removal remove removed renew renewal rent rental repair repaired repay repayment repeat replace replaced replacement reply replied reported reporting reports representative representatives
request requested requests require required requirement requires reschedule research reserve reserved reset resident residents resolution resolve resolved respect respond response
responsible rest restore result results retail retailer retain retired returned returning revenue reverse reversed review reviewed reviews reward rewards rich ride right rights ring
rise risk rival role roof rough round route routine row royal rule rules run running rush safe safety said sale salary same sample satisfied save saved saver saving savings saw say
saying says scam scan scanned scheduled scheme school scope score screen sea seal season seat second secondary seconds secret section sector secure securities security see seek seem
seems seen select selected sell seller sellers selling send sender sending senior sense sent separate sequence series serious seriously serve served services session set setting
settings settle settled settlement several severe share shared shareholder shares sheet ship shipment shipments shipped shipping shoes shop shopping short shortly should show showed
showing shown shows side sign signature signatures signed significant signing silver similar simple simply since single site sitting situation size sky sleep slip slot slow small smart
smooth so soft sold sole solution solutions solve solved some somebody someone something sometimes soon sort sound source south space speak special specialist specialists specific
specify speed spend spending spent split spoke spoken spot spread staff stage stand standard standing start started starting state stated statement statements stay step steps still stock
stolen stop stopped storage story straight strategy strength strong structure student students study stuff style subject submitted subscriber subscription subscriptions substantial
success successful successfully such sudden suggest suggestion suit suitable sum summary super superior supervisor supervisors supplied supplier suppliers supply suppose sure surely
surface surgery surname surprise surrender survey suspect suspend suspended suspicious switch symbol systems table take taken takes taking talk talked talking target tariff tax taxi
teacher technical technician technology telephone telling temporary ten tenant tenants tender term terminal terminated test tested testing text than that their themselves then therefore
thing things think third those though thought thousand three threshold through throughout thus ticketing tickets tie tied till times tiny tip title today together token told tomorrow tone
tonight took tool top topic total touch tour tours toward towards towers toy track tracked trade trader trading traditional training transaction transactions transfer transferred transfers
transit translate translation travel travelled traveller travellers treasury treat treatment trial tried trip trouble truck true truly trust trusted trustee try trying turn turned twelve
twice twin two type types typical ultimate unable unauthorised unauthorized uncle under underneath understand understanding understood underwriter unfortunately union unique universal
unknown unless unlikely unlock unpaid until unusual upcoming upgrade upgraded upload upon upper upset urgent urgently us usage use used useful users using usual usually utility vacation
valid validate validation valuable value valued van variable variety various vehicle vehicles vendor vendors verification verified verify versus very via victim video visit visited
visiting visitor visitors visits voice voicemail void volume voucher vouchers wait waited waiting waive waived walk wall wallet want wanted wants warehouse warm warning warranty was
watch water way ways wealth wear weather website wedding week weekend weekly weeks welfare well went west what whatever wheel when where whether which while white who whole wholesale whom
whose why wide wife wifi will willing wind window wine winning wire wired wireless wish wishes within without witness woman women won wonder wonderful wood word words wore work worked
worker workers working works workshop worried worry worse worst worth would write writer writing written wrong wrote yard year yearly years yellow yesterday yet yield young yourself youth zero
zone orchard changi raffles jurong marina hang seng dow jones nasdaq visa mastercard amex unionpay alipay wechat paypal android iphone ipad windows office adobe oracle cisco lenovo huawei
xiaomi samsung sony canon nikon toyota honda nissan mazda suzuki ford tesla bmw audi volvo benz adidas nike puma uniqlo zara ikea costco walmart amazon ebay lazada shopee grab uber dhl fedex
ups ems usps sf cainiao`);
